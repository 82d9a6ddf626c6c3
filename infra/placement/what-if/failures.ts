import { hostnameLabel } from "../../hardware/node-labels";
import { ceilMiB, floorMiB } from "../../quantities/quantity";
import { allowedNodes } from "../emit/allowed-nodes";
import { blockedBy } from "../explain/unplaced";
import type { Plan } from "../plan-document";
import { type FailureDomain, failureDomains, quorumOf } from "../loss/failure-domains";
import { LossSimulation, possibleLosses } from "../loss/loss-simulation";
import { lastSurvivingTier } from "../loss/restart-nodes";
import type { ObjectiveName, PlacementProblem, PlacementWorkload } from "../problem";
import { type Assignment, assign } from "../search/assign";
import { compareText, cpu, memory } from "../search/model";
import { stateOf } from "../search/search";
import type { PodCount } from "../search/state";
import { shared } from "../search/topology";
import type { AffectedPods, Failure } from "./failure-document";

/** Objectives that come first after a loss, and those that are about the next one. */
const settledByLoss: ReadonlySet<ObjectiveName> = new Set(["place", "disruption", "survive-loss", "replicas-apart"]);

/**
 * Each node lost in turn, and each host that carries several, starting from the plan carried out. What runs on the other
 * nodes stays there unless it has to make room; what ran on a lost node goes where its emitted constraints, and all
 * others, let it. Each failure is simulated when it is asked for.
 *
 * @param planned The assignment of the problem, without a limit on moves.
 * @param plan The plan that it is.
 */
export function* simulateFailures(problem: PlacementProblem, planned: Assignment, plan: Plan): Iterable<Failure> {
  const { model, state } = planned;
  const allowed = allowedNodes(problem, plan);
  const startNodes = shared((w: number) => {
    const names = allowed.get(model.workloads[w]?.id ?? "");
    return model.nodes.flatMap(({ name }, n) => (names?.has(name) === true && model.mayUse(w, n) ? [n] : []));
  });
  const simulation = new LossSimulation(possibleLosses(model), state, startNodes);
  for (const loss of failureDomains(problem)) {
    yield simulate(problem, planned, loss, allowed, simulation);
  }
}

function simulate(
  problem: PlacementProblem,
  planned: Assignment,
  loss: FailureDomain,
  allowed: ReadonlyMap<string, ReadonlySet<string>>,
  simulation: LossSimulation,
): Failure {
  const left = problem.nodes.filter(({ name }) => !loss.nodes.includes(name));
  const controlPlaneWorks = quorumOf(problem.nodes)(problem.nodes.filter(({ name }) => loss.nodes.includes(name)));
  const lostNodes = loss.nodes.map((name) => planned.model.nodeIndex.get(name) ?? -1);
  const podsOnLost = (w: number): number => lostNodes.reduce((sum, n) => sum + planned.state.count(w, n), 0);
  const affected = planned.model.workloads.map((workload, w) => ({ workload, w, pods: podsOnLost(w) }));
  const total = (mode?: PlacementWorkload["mode"]): number =>
    affected.reduce((sum, { workload, pods }) => sum + (mode === undefined || workload.mode === mode ? pods : 0), 0);
  const lost = affected
    .filter(({ workload, pods }) => workload.mode === "fixed" && pods > 0)
    .map(({ workload, pods }) => ({ ...rowOf(workload, pods), because: workload.fixedBecause ?? "it may not move" }));
  const common = { ...loss, pods: total(), daemonPods: total("perNode"), controlPlaneWorks };
  if (!controlPlaneWorks) {
    const waits = affected
      .filter(({ workload, pods }) => workload.mode === "replicas" && pods > 0)
      .map(({ workload, pods }) => ({ ...rowOf(workload, pods), blockedBy: ["control plane: too few are left to schedule anything"] }));
    return { ...common, survives: [], makesRoom: [], waits: byTier(waits), helpless: [], lost: byTier(lost), ...fullestOf(planned, left) };
  }
  const unaided = simulation.lose(lostNodes);
  const found = assign(afterLoss(problem, planned, left, allowed, []));
  // What starts by itself does not wait, even where the search has taken another way.
  const after =
    waitingPods(planned, found) > podsOf(unaided.waits) ? assign(afterLoss(problem, planned, left, allowed, unaided.starts)) : found;
  const helpless = unaided.waits.flatMap(({ w, pods, avoidable }) => {
    const workload = planned.model.workloads[w];
    return avoidable && workload !== undefined ? [rowOf(workload, pods)] : [];
  });
  return { ...common, ...outcome(planned, after, podsOnLost), helpless: byTier(helpless), lost: byTier(lost), ...fullestOf(after, left) };
}

/** Pods of tiers 0 to 2 that have no node because of the loss. */
function waitingPods(planned: Assignment, after: Assignment): number {
  return planned.model.workloads.reduce(
    (sum, { tier }, w) => sum + (tier <= lastSurvivingTier ? Math.max(0, after.state.unplaced(w) - planned.state.unplaced(w)) : 0),
    0,
  );
}

function podsOf(rows: readonly { readonly pods: number }[]): number {
  return rows.reduce((sum, { pods }) => sum + pods, 0);
}

/**
 * What is planned is what runs, and no pod moves but to give another its node.
 *
 * @param started Pods of the lost nodes that run elsewhere already.
 */
function afterLoss(
  problem: PlacementProblem,
  { model, state }: Assignment,
  left: PlacementProblem["nodes"],
  allowed: ReadonlyMap<string, ReadonlySet<string>>,
  started: readonly PodCount[],
): PlacementProblem {
  const running = stateOf(model, [], [...state.entries(), ...started]);
  return {
    stack: problem.stack,
    ceilings: problem.ceilings,
    nodes: left,
    objectives: ["place", "disruption", ...problem.objectives.filter((name) => !settledByLoss.has(name))],
    workloads: model.workloads.map((workload, w) => {
      if (workload.mode !== "replicas") {
        return workload;
      }
      const may = allowed.get(workload.id);
      return {
        ...workload,
        current: Object.fromEntries(running.nodesOf(w).map((n) => [model.nodes[n]?.name ?? "", running.count(w, n)])),
        // A failover node may lie outside of the target, so what was emitted takes its place.
        target: may === undefined ? workload.target : [{ key: hostnameLabel, operator: "In" as const, values: [...may].sort() }],
      };
    }),
  };
}

function outcome(
  planned: Assignment,
  after: Assignment,
  podsOnLost: (w: number) => number,
): Pick<Failure, "survives" | "makesRoom" | "waits"> {
  const survives: Failure["survives"][number][] = [];
  const makesRoom: Failure["makesRoom"][number][] = [];
  const waits: Failure["waits"][number][] = [];
  planned.model.workloads.forEach((workload, w) => {
    if (workload.mode !== "replicas") {
      return;
    }
    const changes = nodesOfEither(planned, after, w).map((name) => ({
      name,
      change: podsOn(after, w, name) - podsOn(planned, w, name),
    }));
    const to = changes.filter(({ change }) => change > 0).map(({ name }) => name);
    const from = changes.filter(({ change }) => change < 0).map(({ name }) => name);
    const arrived = changes.reduce((sum, { change }) => sum + Math.max(0, change), 0);
    const restarted = Math.min(arrived, podsOnLost(w));
    const waiting = after.state.unplaced(w) - planned.state.unplaced(w);
    if (restarted > 0) {
      survives.push({ ...rowOf(workload, restarted), to });
    }
    if (arrived > restarted) {
      makesRoom.push({ ...rowOf(workload, arrived - restarted), from, to });
    }
    if (waiting > 0) {
      // What stands for the emitted affinity in the simulation.
      const constraints = blockedBy(after, w).map((constraint) => constraint.replace(/^target:/, "affinity:"));
      waits.push({ ...rowOf(workload, waiting), blockedBy: constraints });
    }
  });
  return { survives: byTier(survives), makesRoom: byTier(makesRoom), waits: byTier(waits) };
}

/** Names of the nodes that are left and have pods of the workload in one of the two, sorted. */
function nodesOfEither(planned: Assignment, after: Assignment, w: number): readonly string[] {
  const names = [planned, after].flatMap(({ model, state }) => state.nodesOf(w).map((n) => model.nodes[n]?.name ?? ""));
  return [...new Set(names)].filter((name) => after.model.nodeIndex.has(name)).sort(compareText);
}

function podsOn({ model, state }: Assignment, w: number, name: string): number {
  return state.count(w, model.nodeIndex.get(name) ?? -1);
}

function rowOf({ namespace, name, tier }: PlacementWorkload, pods: number): AffectedPods {
  return { namespace, name, tier, pods };
}

function byTier<Row extends AffectedPods>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => a.tier - b.tier || compareText(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`));
}

function fullestOf({ model, state }: Assignment, left: PlacementProblem["nodes"]): Pick<Failure, "fullest"> {
  const shares = model.nodes.flatMap(({ name, allocatable }, n) => {
    const amounts = [
      { resource: "cpu" as const, requested: state.used(n, cpu), allocatable: allocatable.cpuMilli },
      {
        resource: "memory" as const,
        requested: ceilMiB(state.used(n, memory)),
        allocatable: floorMiB(allocatable.memoryBytes),
      },
    ];
    return left.some((node) => node.name === name) ? amounts.map((amount) => ({ node: name, ...amount })) : [];
  });
  const share = (of: (typeof shares)[number]): number => (of.allocatable === 0 ? 0 : of.requested / of.allocatable);
  const [first, ...others] = shares;
  return first === undefined ? {} : { fullest: others.reduce((most, other) => (share(other) > share(most) ? other : most), first) };
}
