import type { PlacementNode, PlacementProblem, PlacementWorkload, PodTerm } from "../../problem";

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
    const company = movable.filter(({ id }) => id !== workload.id && (id === leader?.id || selectedByAll(workload)?.includes(id) === true));
    if (total(pods, workload) >= workload.replicas || company.some((other) => total(pods, other) < other.replicas)) {
      return false;
    }
    const evictable = movable.filter((other) => other.tier > workload.tier && !company.includes(other));
    const gone = new Set(evictable.flatMap((other) => problem.nodes.map((node) => at(other, node))));
    return choices(workload, new Map([...pods].filter(([where]) => !gone.has(where)))).length === 0;
  }

  function choices(workload: PlacementWorkload, pods: Pods): readonly PlacementNode[] {
    if (total(pods, workload) >= workload.replicas) {
      return [];
    }
    const open = problem.nodes.filter((node) => allowed.get(workload.id)?.has(node.name) === true);
    const { spreads = [], podAffinity = [] } = workload;
    const inDomain = (key: string, value: string | undefined, ids: readonly string[], nodes = problem.nodes): number =>
      nodes.reduce(
        (sum, node) =>
          sum + (value !== undefined && node.labels[key] === value ? ids.reduce((all, id) => all + podsAt(pods, id, node), 0) : 0),
        0,
      );
    const leader = leaderOf(workload);
    const selected = selectedByAll(workload) ?? [];
    const isFirst = podAffinity.every(({ topologyKey }) =>
      problem.nodes.every((node) => inDomain(topologyKey, node.labels[topologyKey], selected) === 0),
    );
    const strict = spreads.filter((spread) => spread.strict);
    return open.filter((node) => {
      const used = problem.workloads.reduce((sum, other) => sum + countAt(pods, other, node) * other.requests.cpuMilli, 0);
      const present = problem.workloads.filter((other) => countAt(pods, other, node) > 0);
      const count = present.reduce((sum, other) => sum + countAt(pods, other, node), 0);
      const fits = workload.requests.cpuMilli === 0 || used + workload.requests.cpuMilli <= node.allocatable.cpuMilli;
      const keepsApart =
        apartTerms(workload).every(({ topologyKey, selects }) => inDomain(topologyKey, node.labels[topologyKey], selects) === 0) &&
        problem.workloads.every((other) =>
          apartTerms(other).every(
            ({ topologyKey, selects }) =>
              !selects.includes(workload.id) || inDomain(topologyKey, node.labels[topologyKey], [other.id]) === 0,
          ),
        );
      const hasCompany =
        podAffinity.every(({ topologyKey }) => node.labels[topologyKey] !== undefined) &&
        (podAffinity.every(({ topologyKey }) => inDomain(topologyKey, node.labels[topologyKey], selected) > 0) ||
          (isFirst && selected.includes(workload.id)));
      const hasPorts = (workload.hostPorts ?? []).every((port) =>
        present.every((other) =>
          (other.hostPorts ?? []).every(
            (taken) =>
              taken.port !== port.port ||
              taken.protocol !== port.protocol ||
              (![taken.hostIP, port.hostIP].some((address) => address === "0.0.0.0") && taken.hostIP !== port.hostIP),
          ),
        ),
      );
      const keepsSpread = strict.every((spread) => {
        const { topologyKey, maxSkew, minDomains = 1, selects = [workload.id] } = spread;
        const eligible = (spread.nodeAffinityPolicy === "Ignore" ? problem.nodes : open).filter(({ labels }) =>
          strict.every((each) => labels[each.topologyKey] !== undefined),
        );
        const values = new Set(eligible.map(({ labels }) => labels[topologyKey]));
        const sizes = [...values].map((value) => inDomain(topologyKey, value, selects, eligible));
        const own = Number(selects.includes(workload.id));
        const least = values.size < minDomains ? 0 : Math.min(...sizes);
        return eligible.includes(node) && inDomain(topologyKey, node.labels[topologyKey], selects, eligible) + own - least <= maxSkew;
      });
      return (
        fits &&
        count < node.allocatable.pods &&
        keepsApart &&
        keepsSpread &&
        hasCompany &&
        hasPorts &&
        (leader === undefined || countAt(pods, leader, node) > 0)
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

function apartTerms({ id, antiAffinityTopologyKey: key, podAntiAffinity = [] }: PlacementWorkload): readonly PodTerm[] {
  return key === undefined ? podAntiAffinity : [{ topologyKey: key, selects: [id] }, ...podAntiAffinity];
}

/** Ids of the workloads that all terms of its affinity select, what it must be with among them; undefined without any. */
function selectedByAll({ id: own, colocateWith, podAffinity = [] }: PlacementWorkload): readonly string[] | undefined {
  const [first, ...others] = podAffinity;
  const isLeader = (id: string): boolean => colocateWith === undefined || colocateWith === own || id === colocateWith;
  return first?.selects.filter((id) => isLeader(id) && others.every(({ selects }) => selects.includes(id)));
}

function podsAt(pods: Pods, id: string, node: PlacementNode): number {
  return pods.get(at({ id }, node)) ?? 0;
}

export function at({ id }: Pick<PlacementWorkload, "id">, { name }: Pick<PlacementNode, "name">): string {
  return `${id} @ ${name}`;
}

function countAt(pods: Pods, workload: PlacementWorkload, node: PlacementNode): number {
  return pods.get(at(workload, node)) ?? 0;
}
