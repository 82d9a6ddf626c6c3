import { type OfflineResult, shownArrivals, toleratedDifference, type TraceResult } from "./run";

const names = { fgd: "FGD, online", bestfit: "BestFit, online" } as const;

/** One trace and seed as a Markdown table: GPU allocated, in per cent of the cluster's, by arrival. */
export function renderTrace(result: TraceResult): string {
  const lines = [
    `## ${result.trace}, seed ${result.seed}`,
    "",
    `GPU allocated, in per cent of the cluster's, by GPU asked for by the pods that have arrived; ${result.pods} pods in all.`,
    "Online and published rows are means over half a per cent to both sides; the others are for exactly that per cent.",
    "",
    `| | ${shownArrivals.map((percent) => `${percent} %`).join(" | ")} | largest difference, 70–130 % | pods unplaced | seconds |`,
    `| --- |${" ---: |".repeat(shownArrivals.length + 3)}`,
  ];
  for (const { policy, allocation, published, podsUnplaced, seconds } of result.online) {
    lines.push(`| ${names[policy]} | ${cells(allocation)} | | ${podsUnplaced} | ${seconds.toFixed(1)} |`);
    if (published !== undefined) {
      lines.push(`| published | ${cells(published.allocation)} | ${published.largestDifference.toFixed(2)} | | |`);
    }
  }
  if (result.offline.length > 0) {
    const allocation = Object.fromEntries(result.offline.map((run) => [run.arrived, run.allocation]));
    const listed = (value: (run: OfflineResult) => string): string => result.offline.map(value).join("; ");
    lines.push(
      `| offline, full knowledge | ${cells(allocation)} | | ${listed((run) => `${run.podsUnplaced} at ${run.arrived} %`)} | ${listed((run) => run.seconds.toFixed(1))} |`,
    );
  }
  lines.push(`| upper bound (LP) | ${cells(result.bound)} | | | |`);
  return `${lines.join("\n")}\n`;
}

/** What the run says about the reproduction, and whether it holds. */
export function renderVerdict(results: readonly TraceResult[]): { readonly text: string; readonly holds: boolean } {
  const compared = results.flatMap(({ trace, seed, online }) =>
    online.flatMap(({ policy, published }) =>
      published === undefined ? [] : [{ name: `${policy} on ${trace}, seed ${seed}`, difference: published.largestDifference }],
    ),
  );
  const off = compared.filter(({ difference }) => difference > toleratedDifference);
  const largest = Math.max(0, ...compared.map(({ difference }) => difference));
  const summary =
    compared.length === 0
      ? "No published results for these runs: nothing was compared."
      : `${compared.length - off.length} of ${compared.length} published curves reproduced within ${toleratedDifference} percentage points; largest difference ${largest.toFixed(2)}.`;
  return {
    text: [summary, ...off.map(({ name, difference }) => `  off: ${name} by ${difference.toFixed(2)}`)].join("\n") + "\n",
    holds: off.length === 0,
  };
}

function cells(allocation: Readonly<Record<number, number>>): string {
  return shownArrivals.map((percent) => allocation[percent]?.toFixed(2) ?? "").join(" | ");
}
