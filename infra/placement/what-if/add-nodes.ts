import { capabilityKey } from "../../hardware/capabilities";
import { hostnameLabel } from "../../hardware/node-labels";
import type { PlacementNode, PlacementProblem } from "../problem";
import { assuming } from "./assuming";

/**
 * The problem with more machines like one that there is. They are alike in all but name, host name label and host: each
 * stands on its own. DaemonSets run on them too; what is fixed elsewhere does not.
 *
 * @param like One of the problem's nodes.
 */
export function addNodes(problem: PlacementProblem, like: PlacementNode, count: number): PlacementProblem {
  const taken = new Set([...problem.nodes.map(({ name }) => name), ...problem.workloads.flatMap(({ current }) => Object.keys(current))]);
  const copies: PlacementNode[] = [];
  for (let number = 2; copies.length < count; number++) {
    const name = `${like.name}-${number}`;
    if (!taken.has(name)) {
      copies.push({ ...like, name, host: name, labels: { ...like.labels, [hostnameLabel]: name } });
    }
  }
  const named = copies.map(({ name }) => name);
  const names = named.length <= 2 ? named.join(", ") : `${named[0] ?? ""} to ${named.at(-1) ?? ""}`;
  return assuming(problem, { nodes: [...problem.nodes, ...copies] }, `with ${count} more like ${like.name} (${names})`);
}

/** The nodes that a kind stands for, by name: the node of that name, or those of the pool of that name. */
export function nodesOfKind({ nodes }: PlacementProblem, kind: string): readonly PlacementNode[] {
  const node = nodes.filter(({ name }) => name === kind);
  const meant = node.length > 0 ? node : nodes.filter(({ labels }) => labels[capabilityKey.pool] === kind);
  return meant.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names of the pools that nodes are in, sorted. */
export function poolsOf({ nodes }: PlacementProblem): readonly string[] {
  return [...new Set(nodes.flatMap(({ labels }) => labels[capabilityKey.pool] ?? []))].sort();
}

/** Whether two nodes are machines of one kind: everything but their names is the same. */
export function areAlike(a: PlacementNode, b: PlacementNode): boolean {
  return describeKind(a) === describeKind(b);
}

function describeKind({ allocatable, labels, taints, controlPlane, runsControlPlane, power }: PlacementNode): string {
  const kind = Object.entries({ ...labels, [hostnameLabel]: "" }).sort(([a], [b]) => (a < b ? -1 : 1));
  const extended = Object.entries(allocatable.extended).sort(([a], [b]) => (a < b ? -1 : 1));
  const { cpuMilli, memoryBytes, pods } = allocatable;
  return JSON.stringify([
    cpuMilli,
    memoryBytes,
    pods,
    extended,
    kind,
    taints,
    controlPlane,
    runsControlPlane,
    power.idleWatts,
    power.fullWatts,
  ]);
}
