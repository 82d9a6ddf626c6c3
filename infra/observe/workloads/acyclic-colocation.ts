import type { WorkloadRow } from "../../workloads/schema";
import type { Remarks } from "../remarks";

/**
 * Rows of which none waits for itself: pods that ask for each other are one colocation to kube-scheduler and a circle
 * in the tables, which break it at the row that closes it.
 */
export function withoutCycles(rows: readonly WorkloadRow[], remarks: Remarks): readonly WorkloadRow[] {
  const partners = new Map<string, string>();
  return rows.map((row) => {
    const { colocateWith, ...rest } = row;
    const id = `${row.namespace}/${row.name}`;
    if (colocateWith === undefined) {
      return row;
    }
    if (leadsTo(id, colocateWith, partners)) {
      remarks.add("changed", id, `wants the node of ${colocateWith}, which wants its node; the table says so in one row only`);
      return rest;
    }
    partners.set(id, colocateWith);
    return row;
  });
}

function leadsTo(goal: string, start: string, partners: ReadonlyMap<string, string>): boolean {
  for (let id: string | undefined = start; id !== undefined; id = partners.get(id)) {
    if (id === goal) {
      return true;
    }
  }
  return false;
}
