import type { PlacementNode, PlacementProblem } from "../problem";

/** What can be lost at once: a node, or a host with all the nodes that it carries. */
export interface FailureDomain {
  readonly kind: "node" | "host";
  readonly name: string;
  /** Names of the nodes that are lost with it, sorted. */
  readonly nodes: readonly string[];
}

/** Every node by name, then every host of several nodes by name. */
export function failureDomains({ nodes }: Pick<PlacementProblem, "nodes">): readonly FailureDomain[] {
  const byHost = [...Map.groupBy(nodes, ({ host }) => host)].filter(([, carried]) => carried.length > 1);
  const domains = (kind: FailureDomain["kind"], names: readonly (readonly [string, readonly string[]])[]): readonly FailureDomain[] =>
    names.map(([name, lost]) => ({ kind, name, nodes: [...lost].sort() })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    ...domains(
      "node",
      nodes.map(({ name }) => [name, [name]]),
    ),
    ...domains(
      "host",
      byHost.map(([host, carried]) => [host, carried.map(({ name }) => name)]),
    ),
  ];
}

/**
 * Whether anything can be scheduled without the nodes that are lost. As etcd sees it, more than half of the control planes
 * must be left. A table without any has them elsewhere.
 */
export function quorumOf(all: readonly PlacementNode[]): (lost: readonly PlacementNode[]) => boolean {
  const total = controlPlanes(all);
  return (lost) => total === 0 || 2 * (total - controlPlanes(lost)) > total;
}

function controlPlanes(nodes: readonly PlacementNode[]): number {
  return nodes.filter(({ controlPlane, runsControlPlane = controlPlane }) => runsControlPlane).length;
}
