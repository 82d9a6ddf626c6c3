import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import { idOf, pathOf, type WorkloadCheck } from "./check";

/** Workloads share the node of one that exists, and never wait for each other in a circle. */
export const checkColocation: WorkloadCheck = ({ workloads, workloadIds }) => {
  const dangling = workloads.flatMap((row): Finding[] =>
    row.colocateWith === undefined || workloadIds.includes(row.colocateWith)
      ? []
      : [
          {
            path: pathOf(row, "colocateWith"),
            message: "is no workload of this stack",
            value: `"${row.colocateWith}"`,
            fix: didYouMean(row.colocateWith, workloadIds) ?? "name a workload as namespace/name",
          },
        ],
  );
  const partners = new Map(workloads.flatMap((row) => (row.colocateWith === undefined ? [] : [[idOf(row), row.colocateWith]])));
  const cycles = [...partners.keys()].sort().flatMap((id): Finding[] => {
    const cycle = cycleFrom(id, partners);
    return cycle === undefined
      ? []
      : [
          {
            path: `workloads[${id}].colocateWith`,
            message: "is cyclic: each waits for the other to be placed first",
            value: [...cycle, id].join(" -> "),
            fix: "remove one of these colocateWith",
          },
        ];
  });
  return [...dangling, ...cycles];
};

/** The circle that leads from `start` back to it, told once: by its first member in alphabetical order. */
function cycleFrom(start: string, partners: ReadonlyMap<string, string>): readonly string[] | undefined {
  const walk = [start];
  for (let next = partners.get(start); next !== undefined; next = partners.get(next)) {
    if (next === start) {
      return walk;
    }
    if (next < start || walk.includes(next)) {
      return undefined;
    }
    walk.push(next);
  }
  return undefined;
}
