import type { FamilyName } from "./families";
import { growthExponent, linearithmicExponent, type Point } from "./growth";
import { type Measurement, totalSeconds } from "./measurement";

/** One size of one family, measured. */
export interface ScaleRow {
  readonly family: FamilyName;
  readonly replicas: number;
  readonly nodes: number;
  readonly pods: number;
  /** The run with the median CPU time. */
  readonly median: Measurement;
}

export const tableHead =
  "CPU seconds of one thread, median of the runs; to the right what each part takes. The checker comes on top.\n\n" +
  "| family | pods a workload | nodes | pods | CPU s | to the row above | by the clock | model | search | bound | describe | checker | peak MiB | unplaced | gaps |\n" +
  `| --- |${" ---: |".repeat(13)} --- |\n`;

export function renderRow({ family, replicas, nodes, pods, median }: ScaleRow, before: ScaleRow | undefined): string {
  const total = totalSeconds(median);
  const ratio = before?.family === family && before.replicas === replicas ? `× ${(total / totalSeconds(before.median)).toFixed(1)}` : "";
  const { model, search, bound, describe } = median.cpuSeconds;
  const gaps = median.gaps.filter(({ gap }) => gap > 0).map(({ objective, gap }) => `${objective} ${(100 * gap).toFixed(1)} %`);
  const cells = [
    family,
    replicas,
    count(nodes),
    count(pods),
    total.toFixed(1),
    ratio,
    median.wallSeconds.toFixed(1),
    ...[model, search, bound, describe, median.checkSeconds].map((seconds) => seconds.toFixed(1)),
    count(median.peakMiB),
    median.unplacedPods,
    gaps.length === 0 ? "none" : gaps.join(", "),
  ];
  return `| ${cells.join(" | ")} |\n`;
}

/** How CPU time grows with pods at the largest number of nodes, and with the cluster. */
export function renderGrowth(rows: readonly ScaleRow[], maxNodes: number): string {
  const lines = [`| family | pods a workload | exponent in pods at ${count(maxNodes)} nodes | n log n | exponent in the cluster's size |`];
  lines.push("| --- | ---: | ---: | ---: | ---: |");
  const point = ({ pods, median }: ScaleRow): Point => ({ size: pods, cost: totalSeconds(median) });
  for (const group of Map.groupBy(rows, ({ family, replicas }) => `${family} | ${replicas}`)) {
    const [name, members] = group;
    const fixed = members.filter(({ nodes }) => nodes === maxNodes).map(point);
    const most = Math.max(...fixed.map(({ size }) => size));
    const growing = members.filter(({ nodes, pods }) => nodes < maxNodes || pods === most).map(point);
    const least = Math.min(...fixed.map(({ size }) => size));
    lines.push(
      `| ${name} | ${shown(growthExponent(fixed))} | ${linearithmicExponent(least, most).toFixed(2)} | ${shown(growthExponent(growing))} |`,
    );
  }
  return `${lines.join("\n")}\n`;
}

function shown(exponent: number | undefined): string {
  return exponent === undefined ? "" : exponent.toFixed(2);
}

function count(value: number): string {
  return value.toLocaleString("en");
}
