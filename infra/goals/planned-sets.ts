import type { Plan } from "../placement/plan-document";
import type { Stack } from "../stack/stack";
import type { Workload } from "../workloads/workload";
import { podNode } from "./pod-series";
import { anyOf } from "./rule";

/** Workloads that the plan has on the same nodes, with the same nodes to fall back to. */
export interface PlannedSet {
  /** Sorted. */
  readonly planned: readonly string[];
  /** Sorted; shares none with `planned`. */
  readonly failover: readonly string[];
  readonly workloads: readonly PlannedPods[];
}

interface PlannedPods {
  readonly namespace: string;
  readonly name: string;
  /** For a row that stands for the rest of its namespace, names of the rows that do not. */
  readonly rest?: readonly string[];
}

/**
 * The plan by where it has its workloads, in the order of its workloads. Left out is what is on the nodes that it is made
 * for, whatever the plan: DaemonSets and static pods.
 */
export function plannedSets({ workloads }: Pick<Stack, "workloads">, plan: Plan): readonly PlannedSet[] {
  const rows = new Map(workloads.map((workload) => [workload.id, workload]));
  const sets = new Map<string, PlannedSet & { readonly workloads: PlannedPods[] }>();
  for (const { namespace, name, nodes, failover, leftBehind = [] } of plan.workloads) {
    const row = rows.get(`${namespace}/${name}`);
    if (row === undefined || isPerNode(row) || nodes.length === 0) {
      continue;
    }
    const planned = [...new Set([...nodes, ...leftBehind])].sort();
    const others = failover.filter((node) => !planned.includes(node)).sort();
    const key = JSON.stringify([planned, others]);
    const set = sets.get(key) ?? { planned, failover: others, workloads: [] };
    sets.set(key, set);
    const named = workloads.filter((other) => other.namespace === namespace && !other.estimated && !isPerNode(other));
    set.workloads.push({ namespace, name, ...(row.estimated ? { rest: named.map((other) => other.name).sort() } : {}) });
  }
  return [...sets.values()];
}

function isPerNode({ kind }: Pick<Workload, "kind">): boolean {
  return kind === "DaemonSet" || kind === "StaticPod";
}

/**
 * Selects the pods of a set's workloads on some nodes: one selector for all that have names, one for all namespaces that
 * are in the set as a whole, and one for each rest of a namespace.
 *
 * @param node Matcher of the label `node`: `node=~"a|b"`.
 */
export function podsOf({ workloads }: PlannedSet, node: string): string {
  const named = workloads.filter(({ rest }) => rest === undefined).map(({ namespace, name }) => `${namespace}/${name}`);
  const whole = workloads.filter(({ rest }) => rest?.length === 0).map(({ namespace }) => namespace);
  const parts = workloads.filter(({ rest = [] }) => rest.length > 0);
  return [
    ...(named.length === 0 ? [] : [`${podNode}{id=~"${anyOf(named)}", ${node}}`]),
    ...(whole.length === 0 ? [] : [`${podNode}{namespace=~"${anyOf(whole)}", ${node}}`]),
    ...parts.map(({ namespace, rest = [] }) => `${podNode}{namespace="${namespace}", workload!~"${anyOf(rest)}", ${node}}`),
  ].join(" or ");
}
