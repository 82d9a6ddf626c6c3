import { hostnameLabel } from "../../hardware/node-labels";
import type { PlacementNode, PlacementProblem } from "../problem";
import { askedLabels, numbered } from "./pair-classes";

/**
 * Nodes that differ in nothing that a plan looks at but their names, and what runs on them: allocatable, taints, the
 * labels that workloads ask for or are spread by, power, role, and whether other nodes share their host.
 */
export interface NodeKinds {
  /** Kind of each node, from 0. */
  readonly kindOf: Int32Array;
  /** Nodes of each kind, ascending. */
  readonly members: readonly (readonly number[])[];
}

export function nodeKinds({ workloads }: PlacementProblem, nodes: readonly PlacementNode[]): NodeKinds {
  const keys = new Set([...askedLabels(workloads), ...topologyKeys(workloads)]);
  keys.delete(hostnameLabel);
  const labels = [...keys].sort();
  const carried = new Map<string, number>();
  for (const { host } of nodes) {
    carried.set(host, (carried.get(host) ?? 0) + 1);
  }
  const { classOf } = numbered(
    nodes,
    ({ allocatable, controlPlane, host, labels: values, power, runsControlPlane, sharedDevices, taints }) =>
      JSON.stringify([
        [allocatable.cpuMilli, allocatable.memoryBytes, allocatable.pods],
        Object.entries(allocatable.extended).sort(),
        Object.entries(sharedDevices ?? {}).sort(),
        [power.idleWatts, power.fullWatts],
        [controlPlane, runsControlPlane ?? controlPlane, (carried.get(host) ?? 0) > 1],
        taints,
        labels.map((key) => values[key] ?? null),
      ]),
  );
  const members: number[][] = [];
  classOf.forEach((kind, n) => {
    (members[kind] ??= []).push(n);
  });
  return { kindOf: classOf, members };
}

function topologyKeys(workloads: PlacementProblem["workloads"]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { antiAffinityTopologyKey, spreads = [], podAffinity = [], podAntiAffinity = [] } of workloads) {
    if (antiAffinityTopologyKey !== undefined) {
      keys.add(antiAffinityTopologyKey);
    }
    for (const { topologyKey } of [...spreads, ...podAffinity, ...podAntiAffinity]) {
      keys.add(topologyKey);
    }
  }
  return keys;
}
