import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../../problem";

/** Pods of each workload on each node, by `workload id @ node name`. */
type Pods = ReadonlyMap<string, number>;

/**
 * Ids of the movable workloads of which some order with some choices leaves a pod waiting: by enumeration of everything
 * that can happen, with the rules written anew. The problems must be tiny, all resources CPU, without extended ones.
 *
 * @param allowed Nodes that each movable workload may use, by its id.
 * @param fixed What is there from the start.
 */
export function everyWaiting(
  problem: PlacementProblem,
  allowed: ReadonlyMap<string, ReadonlySet<string>>,
  fixed: Pods,
): ReadonlySet<string> {
  const movable = problem.workloads.filter(({ mode, replicas }) => mode === "replicas" && replicas > 0);
  const waiting = new Set<string>();
  const seen = new Set<string>();
  const visit = (pods: Pods): void => {
    const key = [...pods]
      .map(([where, count]) => `${where}=${count}`)
      .sort()
      .join();
    if (seen.has(key)) {
      return;
    }
    seen.add(key);
    for (const workload of movable) {
      if (isWaiting(workload, pods)) {
        waiting.add(workload.id);
      }
      for (const node of choices(workload, pods)) {
        visit(new Map([...pods, [at(workload, node), countAt(pods, workload, node) + 1]]));
      }
    }
  };
  visit(fixed);
  return waiting;

  function isWaiting(workload: PlacementWorkload, pods: Pods): boolean {
    const leader = leaderOf(workload);
    if (total(pods, workload) >= workload.replicas || (leader?.mode === "replicas" && total(pods, leader) < leader.replicas)) {
      return false;
    }
    const evictable = movable.filter(({ tier, id }) => tier > workload.tier && id !== leader?.id);
    const gone = new Set(evictable.flatMap((other) => problem.nodes.map((node) => at(other, node))));
    return choices(workload, new Map([...pods].filter(([where]) => !gone.has(where)))).length === 0;
  }

  function choices(workload: PlacementWorkload, pods: Pods): readonly PlacementNode[] {
    if (total(pods, workload) >= workload.replicas) {
      return [];
    }
    const open = problem.nodes.filter((node) => allowed.get(workload.id)?.has(node.name) === true);
    const { spreads = [], antiAffinityTopologyKey: apart } = workload;
    const inDomain = (key: string, value: string | undefined): number =>
      problem.nodes.reduce((sum, node) => sum + (value !== undefined && node.labels[key] === value ? countAt(pods, workload, node) : 0), 0);
    const leader = leaderOf(workload);
    return open.filter((node) => {
      const used = problem.workloads.reduce((sum, other) => sum + countAt(pods, other, node) * other.requests.cpuMilli, 0);
      const count = problem.workloads.reduce((sum, other) => sum + countAt(pods, other, node), 0);
      const fits = workload.requests.cpuMilli === 0 || used + workload.requests.cpuMilli <= node.allocatable.cpuMilli;
      const keepsApart = apart === undefined || inDomain(apart, node.labels[apart]) === 0;
      const keepsSpread = spreads.every(({ strict, topologyKey, maxSkew }) => {
        const sizes = open.flatMap(({ labels }) => (labels[topologyKey] === undefined ? [] : [inDomain(topologyKey, labels[topologyKey])]));
        const value = node.labels[topologyKey];
        return !strict || (value !== undefined && inDomain(topologyKey, value) + 1 - Math.min(...sizes) <= maxSkew);
      });
      return (
        fits && count < node.allocatable.pods && keepsApart && keepsSpread && (leader === undefined || countAt(pods, leader, node) > 0)
      );
    });
  }

  function leaderOf({ id, colocateWith }: PlacementWorkload): PlacementWorkload | undefined {
    return colocateWith === id ? undefined : problem.workloads.find((other) => other.id === colocateWith);
  }

  function total(pods: Pods, workload: PlacementWorkload): number {
    return problem.nodes.reduce((sum, node) => sum + countAt(pods, workload, node), 0);
  }
}

export function at({ id }: Pick<PlacementWorkload, "id">, { name }: Pick<PlacementNode, "name">): string {
  return `${id} @ ${name}`;
}

function countAt(pods: Pods, workload: PlacementWorkload, node: PlacementNode): number {
  return pods.get(at(workload, node)) ?? 0;
}
