import { hostnameLabel } from "../../hardware/node-labels";
import { discouragingTaints } from "../constraints/taints";
import type { Plan, PlannedWorkload } from "../plan-document";
import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../problem";

/** Weights of kube-scheduler's default profile: pkg/scheduler/apis/config/v1/default_plugins.go. A plugin's score is at most 100. */
const weight = { nodeAffinity: 2, topologySpread: 2, taintToleration: 3 } as const;
/** What a pod without a request counts as when nodes are scored (never when they are filtered). */
const unrequested = { cpuMilli: 100, memoryBytes: 200 * 1024 ** 2 } as const;
/** The spread that pods of a controller or service have by default: only scored. */
const defaultSpreads: NonNullable<PlacementWorkload["spreads"]> = [{ topologyKey: hostnameLabel, maxSkew: 3, strict: false }];
/** Above this number of nodes the scheduler scores only a sample, and a preference may not even be seen. */
const allScoredBelow = 100;

/**
 * By how many points kube-scheduler prefers every planned node to every other node that the workload may use, at worst:
 * a planned node as full as the plan makes it against an empty rival that already has the image. At 0 or below, the
 * preference may lose. Counted are NodeAffinity against NodeResourcesFit (LeastAllocated), BalancedAllocation,
 * ImageLocality, PodTopologySpread and TaintToleration; preferred pod affinities of other pods are not known and not
 * counted.
 */
export function preferenceMargin(
  problem: PlacementProblem,
  plan: Plan,
  workload: PlacementWorkload,
  planned: PlannedWorkload,
  rivals: readonly string[],
): number {
  if (problem.nodes.length >= allScoredBelow) {
    return Number.NEGATIVE_INFINITY;
  }
  const gain = 100 * weight.nodeAffinity;
  const named = (names: readonly string[]): readonly PlacementNode[] => problem.nodes.filter(({ name }) => names.includes(name));
  const losses = named(planned.nodes).flatMap((node) =>
    named(rivals).map((rival) => {
      const image = planned.before.includes(node.name) ? 0 : 100;
      const taints =
        discouragingTaints(workload, node).length > discouragingTaints(workload, rival).length ? 100 * weight.taintToleration : 0;
      return allocationLoss(problem, plan, workload, node, rival) + image + taints + spreadLoss(problem, workload);
    }),
  );
  return gain - Math.max(0, ...losses);
}

interface Load {
  readonly cpu: number;
  readonly memory: number;
}

/** What NodeResourcesFit and BalancedAllocation may hold against the planned node. */
function allocationLoss(
  problem: PlacementProblem,
  plan: Plan,
  workload: PlacementWorkload,
  node: PlacementNode,
  rival: PlacementNode,
): number {
  const full = plannedLoad(problem, plan, node, () => true);
  const certain = plannedLoad(problem, plan, rival, ({ mode }) => mode !== "replicas");
  const least = plannedLoad(problem, plan, node, ({ mode }) => mode !== "replicas");
  const own = { cpu: workload.requests.cpuMilli || unrequested.cpuMilli, memory: workload.requests.memoryBytes || unrequested.memoryBytes };
  const emptiest = { cpu: certain.cpu + own.cpu, memory: certain.memory + own.memory };
  const fullest = shareOf(full, node);
  const start = shareOf(least, node);
  const lopsided = Math.min(1, Math.max(fullest.cpu - start.memory, fullest.memory - start.cpu, 0)) / 2;
  return Math.max(0, leastAllocated(emptiest, rival) - leastAllocated(full, node)) + Math.ceil(100 * lopsided);
}

/** Scores `(allocatable - requested) / allocatable` of both resources, each out of 100, and takes the mean. */
function leastAllocated(load: Load, node: PlacementNode): number {
  const share = shareOf(load, node);
  return Math.floor((Math.max(0, Math.floor(100 * (1 - share.cpu))) + Math.max(0, Math.floor(100 * (1 - share.memory)))) / 2);
}

function shareOf({ cpu, memory }: Load, { allocatable }: PlacementNode): Load {
  return { cpu: cpu / Math.max(1, allocatable.cpuMilli), memory: memory / Math.max(1, allocatable.memoryBytes) };
}

/** Requests of the workloads planned on a node, as the scores count them; all pods of a workload where it has several nodes. */
function plannedLoad(problem: PlacementProblem, plan: Plan, node: PlacementNode, counts: (workload: PlacementWorkload) => boolean): Load {
  const here = new Map(
    plan.workloads.filter(({ nodes }) => nodes.includes(node.name)).map((planned) => [`${planned.namespace}/${planned.name}`, planned]),
  );
  return problem.workloads.reduce<Load>(
    (load, workload) => {
      const planned = here.get(workload.id);
      if (planned === undefined || !counts(workload)) {
        return load;
      }
      const pods = workload.mode === "replicas" ? workload.replicas : workload.mode === "perNode" ? 1 : (workload.current[node.name] ?? 0);
      return {
        cpu: load.cpu + pods * (workload.requests.cpuMilli || unrequested.cpuMilli),
        memory: load.memory + pods * (workload.requests.memoryBytes || unrequested.memoryBytes),
      };
    },
    { cpu: 0, memory: 0 },
  );
}

/**
 * What PodTopologySpread may hold against the planned node: all other pods that count are there and none on the rival.
 * Scores are the sum of `pods * ln(domains + 2) + maxSkew - 1` over the spreads that are not strict, turned over and scaled
 * to 100; strict ones are not scored. Without any spread of its own the default one counts. Pods of other revisions do not.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/framework/plugins/podtopologyspread/scoring.go
 */
function spreadLoss(problem: PlacementProblem, { id, replicas, spreads = defaultSpreads }: PlacementWorkload): number {
  const scored = spreads.filter(({ strict }) => !strict);
  const podsOf = (other: string): number =>
    other === id ? replicas : (problem.workloads.find((workload) => workload.id === other)?.replicas ?? 0);
  const constant = scored.reduce((sum, { maxSkew }) => sum + maxSkew - 1, 0);
  const crowded = scored.reduce((sum, { selects = [id] }) => {
    const pods = selects.reduce((all, other) => all + podsOf(other), 0) - Number(selects.includes(id));
    return sum + Math.max(0, pods) * Math.log(problem.nodes.length + 2);
  }, 0);
  return crowded === 0 ? 0 : Math.ceil(weight.topologySpread * 100 * (1 - constant / (crowded + constant)));
}
