import type { Plan } from "../../infra/placement/plan-document";

/** The plan as outputs of the stack: where each workload goes. */
export function planOutputs({ status, workloads, unplaced }: Plan): Readonly<Record<string, unknown>> {
  return {
    status,
    nodes: Object.fromEntries(workloads.map(({ namespace, name, nodes }) => [`${namespace}/${name}`, nodes])),
    unplaced: unplaced.map(({ namespace, name }) => `${namespace}/${name}`),
  };
}
