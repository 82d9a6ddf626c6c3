import type { Plan, PlannedWorkload } from "../../infra/placement/plan-document";
import type { PlacementProblem, PlacementWorkload } from "../../infra/placement/problem";
import type { DrillFinding } from "../drills/drill";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import type { Allowance } from "../observation/placed-workloads";
import type { ForetoldLoss, MayWait } from "./foretold-losses";

export interface LossSettings {
  readonly plan: Plan;
  /** Ids of the workloads that are judged, with their tiers. Pods of DaemonSets belong to their node and are no matter. */
  readonly tiers: ReadonlyMap<string, number>;
  /** Where a pod may be beside its planned and failover nodes. */
  readonly allowed: Allowance;
  readonly loss: ForetoldLoss;
  /** What happened to the node, for messages: `without talos01`. */
  readonly what: string;
  /** Whether a pod that has a node runs there: none does on a dead one. */
  readonly runs: (pod: ObservedPod) => boolean;
}

/** Tiers of the workloads that matter, by id. */
export function tiersOf(
  { workloads }: Pick<PlacementProblem, "workloads">,
  matters: (workload: PlacementWorkload) => boolean,
): ReadonlyMap<string, number> {
  return new Map(workloads.filter(matters).map(({ id, tier }) => [id, tier]));
}

/** What became of a cluster that lost a node, against what the plan's table says of that. */
export interface LossJudgement {
  /** Pods that have no node, or a wrong one, and should not. */
  readonly findings: readonly DrillFinding[];
  /** Pods that wait, as the table says. */
  readonly waiting: number;
  /** Where the cluster did better than the table says, in a sentence each. */
  readonly better: readonly string[];
  /** What waits because others started first, in tiers that are not promised to survive, in a sentence each. */
  readonly instead: readonly string[];
  /** No pod is about to change: all that have a node are ready, all others were refused one. */
  readonly decided: boolean;
}

/** The first tier whose pods may wait for one another's room; those before are promised. Seed 001: 3-edge and 4-aux go first. */
const firstTierToWait = 3;
/** How kube-scheduler says that nodes which would do are full. */
const isFull = /Insufficient |Too many pods/;

/**
 * Compares both ways: what the table says survives has to run on its planned or failover nodes; what it says waits may,
 * and where it runs nevertheless that is said. The table starts pods in one order. In another the same room is cut up
 * otherwise, so that in the last tiers others may wait for room than the table says, or more.
 */
export function judgeLoss(settings: LossSettings, pods: readonly ObservedPod[]): LossJudgement {
  const { plan, tiers, runs } = settings;
  const present = pods.filter(({ deleting, workload }) => !deleting && workload !== undefined && tiers.has(workload));
  const byWorkload = Map.groupBy(present, ({ workload }) => workload ?? "");
  const fates = plan.workloads.flatMap((planned): readonly Fate[] => {
    const id = `${planned.namespace}/${planned.name}`;
    const tier = tiers.get(id);
    return tier === undefined ? [] : [fateOf(settings, planned, { id, tier, own: byWorkload.get(id) ?? [] })];
  });
  return {
    findings: fates.flatMap(({ findings }) => findings),
    waiting: fates.reduce((sum, { waiting }) => sum + waiting, 0),
    better: fates.flatMap(({ better }) => better),
    instead: fates.flatMap(({ instead }) => instead),
    decided: present.every((pod) => (pod.node === undefined ? pod.unschedulable !== undefined : pod.ready || !runs(pod))),
  };
}

interface Fate {
  readonly findings: readonly DrillFinding[];
  readonly waiting: number;
  readonly better: readonly string[];
  readonly instead: readonly string[];
}

interface Observed {
  readonly id: string;
  readonly tier: number;
  readonly own: readonly ObservedPod[];
}

function fateOf({ allowed, loss, what, runs }: LossSettings, planned: PlannedWorkload, { id, tier, own }: Observed): Fate {
  const { nodes, failover, replicas } = planned;
  const sets = { planned: nodes, failover };
  const running = own.filter((pod) => pod.node !== undefined && runs(pod));
  const fine = new Set([...nodes, ...failover, ...allowed(planned)]);
  const misplaced = running
    .filter(({ node }) => node === undefined || !fine.has(node))
    .map((pod): DrillFinding => ({
      subject: subjectOf(pod),
      ...sets,
      ...nodeOf(pod),
      message: `${what} it runs outside its planned and failover sets`,
    }));
  const short = Math.max(0, replicas - running.length);
  const said = loss.mayWait.get(id);
  const may = said?.pods ?? 0;
  const refused = own.filter(({ node, unschedulable }) => node === undefined && unschedulable !== undefined);
  if (
    short > may &&
    tier >= firstTierToWait &&
    refused.length === short &&
    refused.every(({ unschedulable }) => isFull.test(unschedulable ?? ""))
  ) {
    return {
      findings: misplaced,
      waiting: short,
      better: [],
      instead: [`${id}: ${short} of ${replicas} pods wait (${refused[0]?.unschedulable ?? ""})`],
    };
  }
  if (short > may) {
    const missing = own.filter((pod) => !running.includes(pod));
    const table = tableSays(said, what);
    const findings = missing.map((pod): DrillFinding => ({
      subject: subjectOf(pod),
      ...sets,
      ...nodeOf(pod),
      message: `tier ${tier}: ${table}, but ${reasonOf(pod)}`,
    }));
    return {
      findings: [
        ...misplaced,
        ...findings,
        ...(findings.length < short - may
          ? [
              {
                subject: id,
                ...sets,
                message: `tier ${tier}: ${table}, but ${running.length} of ${replicas} pods run and ${own.length} exist`,
              },
            ]
          : []),
      ],
      waiting: may,
      better: [],
      instead: [],
    };
  }
  const better =
    said !== undefined && short < may
      ? [`${id}: the table says that ${may} of ${replicas} pods wait (${said.because}), but ${short} do${where(running)}`]
      : [];
  return { findings: misplaced, waiting: short, better, instead: [] };
}

function tableSays(said: MayWait | undefined, what: string): string {
  return said === undefined
    ? `the table says that ${what} it starts elsewhere`
    : `the table says that ${what} no more than ${said.pods} of its pods wait`;
}

function reasonOf({ node, unschedulable }: ObservedPod): string {
  if (node !== undefined) {
    return "it stays there, because it tolerates that";
  }
  return `it has no node: ${unschedulable ?? "the scheduler has not looked at it yet"}`;
}

function where(running: readonly ObservedPod[]): string {
  const nodes = [...new Set(running.flatMap(({ node }) => node ?? []))].sort();
  return nodes.length === 0 ? "" : `; they run on ${nodes.join(", ")}`;
}

function subjectOf({ namespace, name }: ObservedPod): string {
  return `${namespace}/${name}`;
}

function nodeOf({ node }: ObservedPod): { readonly node?: string } {
  return node === undefined ? {} : { node };
}
