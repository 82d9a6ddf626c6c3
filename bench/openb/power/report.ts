import type { PowerComparison, PowerTraceResult } from "./run";

/** Per cent that one draws less than the other. */
export function savedPercent(watts: number, than: number): number {
  return 100 * (1 - watts / than);
}

/** One trace and seed as two Markdown tables: the published model, and with sleeping nodes. */
export function renderPower({ trace, seed, results }: PowerTraceResult): string {
  const lines = [
    `## ${trace}, seed ${seed}: power`,
    "",
    "Watts of all nodes, GPUs and CPU packages. The offline placement and the bound are of the pods that FGD has placed.",
    "",
  ];
  for (const sleep of [false, true]) {
    lines.push(
      sleep
        ? "Variant: nodes without pods sleep and draw nothing (not in the published model)."
        : "Published model: no node sleeps; idle watts are always drawn.",
      "",
      "| arrived | GPU allocated, FGD and offline | GPU allocated, BestFit | FGD, online | BestFit, online | offline, full knowledge | lower bound (LP) | offline below FGD | bound below FGD | offline above bound | seconds |",
      `|${" ---: |".repeat(11)}`,
      ...results.flatMap(({ arrived, fgdAllocation, bestFitAllocation, comparisons }) =>
        comparisons
          .filter(({ emptyNodesSleep }) => emptyNodesSleep === sleep)
          .map(
            (comparison) => `| ${arrived} % | ${fgdAllocation.toFixed(2)} % | ${bestFitAllocation.toFixed(2)} % | ${cells(comparison)} |`,
          ),
      ),
      "",
    );
  }
  return lines.join("\n");
}

function cells({ fgdWatts, bestFitWatts, offlineWatts, boundWatts, offlineSeconds }: PowerComparison): string {
  return [
    ...[fgdWatts, bestFitWatts, offlineWatts].map((watts) => `${kilowatts(watts)} kW`),
    // Rounded down: it must stay a bound.
    `${kilowatts(Math.floor(boundWatts / 100) * 100)} kW`,
    `${savedPercent(offlineWatts, fgdWatts).toFixed(1)} %`,
    `${savedPercent(boundWatts, fgdWatts).toFixed(1)} %`,
    `${(100 * (offlineWatts / boundWatts - 1)).toFixed(1)} %`,
    offlineSeconds.toFixed(1),
  ].join(" | ");
}

function kilowatts(watts: number): string {
  return (watts / 1000).toFixed(1);
}
