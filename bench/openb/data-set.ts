import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { nearestWord } from "../../infra/diagnostics/did-you-mean";
import { UserError } from "../../infra/diagnostics/user-error";
import { type PublishedRun, readPublished } from "./published";
import { readNodes, readPods } from "./trace/read-trace";
import type { GpuNode, GpuPod } from "./trace/model";

/** The part of the data set that comes with the benchmark: the default trace. */
export const bundledData = join(__dirname, "data");

const nodeFile = join("csv", "openb_node_list_gpu_node.csv");
const podFile = (trace: string): string => join("csv", `openb_pod_list_${trace}.csv`);
const publishedFile = join("fgd-expected", "analysis_allo_discrete_70_130.csv");

/** The OpenB data set in a directory. */
export interface DataSet {
  /** Sorted by name. */
  readonly nodes: readonly GpuNode[];
  /** Names of the traces that are there, in alphabetical order. */
  readonly traces: readonly string[];
  /** The pods of a trace, sorted by name. */
  readonly pods: (trace: string) => readonly GpuPod[];
  readonly published: readonly PublishedRun[];
}

/**
 * Opens the data set.
 * @throws UserError naming every file that is missing.
 */
export function openDataSet(directory: string): DataSet {
  const root = resolve(directory);
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    throw new UserError(`The OpenB data set is not at ${root}.`, [
      { path: "--data", message: "is no directory", value: directory, fix: layout },
    ]);
  }
  const missing = [nodeFile, publishedFile].filter((file) => !existsSync(join(root, file)));
  const traces = listTraces(root);
  if (missing.length > 0 || traces.length === 0) {
    throw new UserError(
      `The OpenB data set at ${root} is not complete.`,
      [...missing, ...(traces.length === 0 ? [podFile("default")] : [])].map((file) => ({
        path: file,
        message: "is missing",
        fix: layout,
      })),
    );
  }
  return {
    nodes: readNodes(readFileSync(join(root, nodeFile), "utf8"), nodeFile).sort(byName),
    traces,
    pods: (trace) => {
      if (!traces.includes(trace)) {
        const nearest = nearestWord(trace, traces);
        throw new UserError(`The data set at ${root} has no trace ${trace}.`, [
          {
            path: "--trace",
            message: `there is ${traces.join(", ")}`,
            value: trace,
            fix:
              nearest === undefined ? `put ${podFile(trace)} there, or pass another directory with --data` : `did you mean "${nearest}"?`,
          },
        ]);
      }
      return readPods(readFileSync(join(root, podFile(trace)), "utf8"), podFile(trace)).sort(byName);
    },
    published: readPublished(readFileSync(join(root, publishedFile), "utf8"), publishedFile),
  };
}

const layout = `a directory with ${nodeFile}, ${podFile("<trace>")} and ${publishedFile}; docs/benchmarks.md says where they come from`;

function listTraces(root: string): string[] {
  const folder = join(root, "csv");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) => /^openb_pod_list_(.+)\.csv$/.exec(name)?.[1] ?? []).sort();
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
