import type { WorkloadRow } from "../workloads/schema";
import type { QuantityChange } from "./changes";
import type { Proposal } from "./propose";

type Sized = Pick<WorkloadRow, "requests" | "limits">;

/** The rows with everything that is proposed for them. */
export function withProposals(rows: readonly WorkloadRow[], proposals: readonly Proposal[]): readonly WorkloadRow[] {
  const byId = new Map(proposals.map((proposal) => [proposal.workload, proposal.changes]));
  return rows.map((row) => {
    const changes = byId.get(`${row.namespace}/${row.name}`);
    return changes === undefined ? row : changedRow(row, changes);
  });
}

function changedRow(row: WorkloadRow, changes: readonly QuantityChange[]): WorkloadRow {
  if (row.containers === undefined) {
    return { ...row, ...sized(row, changes) };
  }
  const containers = row.containers.map((container) => {
    const { requests = container.requests, limits } = sized(
      container,
      changes.filter((change) => change.container === container.name),
    );
    return { ...container, requests, ...(limits === undefined ? {} : { limits }) };
  });
  return { ...row, containers };
}

function sized({ requests, limits }: Sized, changes: readonly QuantityChange[]): Sized {
  const to = (field: QuantityChange["field"]): string | undefined => changes.find((change) => change.field === field)?.to;
  const [cpu, memory, limit] = [to("requests.cpu"), to("requests.memory"), to("limits.memory")];
  const asked = { ...requests, ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  return {
    requests: asked,
    ...(limit === undefined ? (limits === undefined ? {} : { limits }) : { limits: { ...limits, memory: limit } }),
  };
}
