import { readCsv } from "./trace/csv";

/** The GPU allocation of one published run of the FGD paper's simulator. */
export interface PublishedRun {
  readonly trace: string;
  /** `05-BestFit`, `06-FGD`. */
  readonly policy: string;
  readonly seed: number;
  /** Allocated GPU in per cent of the cluster's, by per cent arrived. */
  readonly allocation: ReadonlyMap<number, number>;
}

/** Per cents of arrival that are compared. */
export const comparedArrivals: readonly number[] = Array.from({ length: 61 }, (_, index) => 70 + index);

export function readPublished(text: string, file: string): PublishedRun[] {
  return readCsv(text, file, ["workload", "sc_policy", "seed", ...comparedArrivals.map(String)]).map((row) => ({
    trace: row.text("workload").replace(/^openb_pod_list_/, ""),
    policy: row.text("sc_policy"),
    seed: row.count("seed"),
    allocation: new Map(comparedArrivals.map((percent) => [percent, row.decimal(String(percent))])),
  }));
}

/** The largest difference between two curves where the published one is known, in percentage points. */
export function largestDifference(published: ReadonlyMap<number, number>, ours: ReadonlyMap<number, number>): number {
  return Math.max(...[...published].map(([percent, allocation]) => Math.abs(allocation - (ours.get(percent) ?? Number.POSITIVE_INFINITY))));
}
