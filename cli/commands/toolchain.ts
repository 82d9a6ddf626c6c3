import { stat } from "node:fs/promises";
import { Argument, Command, Option } from "commander";
import { didYouMean } from "../../infra/diagnostics/did-you-mean";
import { UserError } from "../../infra/diagnostics/user-error";
import { describeSeconds } from "../../toolchain/build-plan";
import { ensureTools } from "../../toolchain/ensure-tools";
import { findTool, type FoundTool } from "../../toolchain/find-tool";
import { toolGroups } from "../../toolchain/groups";
import type { GoTool } from "../../toolchain/tool";
import { formatVersion } from "../../toolchain/version";

interface ToolchainOptions {
  readonly list?: true;
  readonly json?: true;
}

/** A tool as `--list` and `--json` tell of it. */
interface ToolReport {
  readonly name: string;
  readonly version: string;
  readonly source: FoundTool["source"] | null;
  readonly path: string | null;
  readonly sizeBytes: number | null;
  /** How long it takes to build, from nothing on two cores; null for one that is there. */
  readonly buildSeconds: number | null;
}

const where: Readonly<Record<FoundTool["source"], string>> = {
  PATH: "on the PATH",
  folder: "in $KUBEBUILDER_ASSETS",
  cache: "in the cache",
};

export function defineToolchainCommand(): Command {
  return new Command("toolchain")
    .description("Make sure that tools are there: on the PATH, in the cache, or built into it now.")
    .addArgument(new Argument("[which...]", "groups (preview, rehearse, thorough, all) or names of tools").default(["preview"], "preview"))
    .addOption(new Option("--list", "build nothing; say what is there and what is not"))
    .addOption(new Option("--json", "print it as JSON"))
    .addHelpText(
      "after",
      "\nThe cache is $BERTH_CACHE_DIR, else $XDG_CACHE_HOME/berth, else ~/.cache/berth; it can be deleted at any time.\n\nExamples:\n  npm run toolchain\n  npm run toolchain -- rehearse\n  npm run toolchain -- thorough\n  npm run toolchain -- all --list\n  npm run toolchain -- kubectl",
    )
    .action(async (which: readonly string[], { list, json }: ToolchainOptions) => {
      const tools = chosenTools(which);
      if (list !== true) {
        await ensureTools(tools, process.env);
      }
      const reports = await Promise.all(tools.map(reportOn));
      process.stdout.write(json === true ? `${JSON.stringify(reports, null, 2)}\n` : reports.map(describe).join(""));
    });
}

function chosenTools(which: readonly string[]): readonly GoTool[] {
  const all: readonly GoTool[] = toolGroups.all;
  const known = new Map<string, readonly GoTool[]>([...all.map((tool) => [tool.name, [tool]] as const), ...Object.entries(toolGroups)]);
  const unknown = which.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    const possible = [...known.keys()].sort();
    throw new UserError(
      "there is no such tool",
      unknown.map((name) => ({
        path: name,
        message: "is neither a group nor a tool",
        fix: didYouMean(name, possible) ?? `use one of ${possible.join(", ")}`,
      })),
    );
  }
  return [...new Set(which.flatMap((name) => known.get(name) ?? []))];
}

async function reportOn(tool: GoTool): Promise<ToolReport> {
  const { found } = await findTool(tool, process.env);
  return {
    name: tool.name,
    version: formatVersion(found?.version ?? tool.version),
    source: found?.source ?? null,
    path: found?.path ?? null,
    sizeBytes: found === undefined ? null : (await stat(found.path)).size,
    buildSeconds: found === undefined ? tool.buildTime.alone : null,
  };
}

function describe({ name, version, source, path, sizeBytes, buildSeconds }: ToolReport): string {
  const state =
    source === null
      ? `not built, which takes about ${describeSeconds(buildSeconds ?? 0)} on 2 cores`
      : `${where[source]}, ${Math.round((sizeBytes ?? 0) / 2 ** 20)} MiB, ${path ?? ""}`;
  return `${name} ${version}: ${state}\n`;
}
