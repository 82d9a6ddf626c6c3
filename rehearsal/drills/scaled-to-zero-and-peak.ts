import { leewayOf } from "../../infra/placement/emit/emit-placements";
import { loadSolver } from "../../infra/placement/exact/solver";
import { blockedBy } from "../../infra/placement/explain/unplaced";
import type { Plan, PlannedWorkload, UnplacedWorkload } from "../../infra/placement/plan-document";
import { type Assignment, assign, podsPerNode } from "../../infra/placement/search/assign";
import { atPeak } from "../../infra/placement/what-if/at-time";
import type { Workload } from "../../infra/workloads/workload";
import { type Scalable, scalables, setReplicas } from "../../kubernetes-api/replicas";
import { type Allowance, deviations, failoverToo, foretold } from "../observation/placed-workloads";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import { settle } from "../observation/settle";
import type { Drill, DrillContext, DrillFinding } from "./drill";

/**
 * All that KEDA scales is brought to its fewest pods and then to its most, everything at once and without KEDA. Where the
 * plan for the peak has room for all, all must find it. Where it leaves pods without a node, there may be more of them, as
 * the scheduler takes pods as they come and moves none, but not fewer; and they are of what was scaled, nothing else's.
 */
export const scaledToZeroAndPeak: Drill = {
  name: "scaled-to-zero-and-peak",
  question: "Is there room for everything that KEDA scales at its most, as far as the plan says so?",
  run: async (context) => {
    const { api, stack, plan, step } = context;
    const scaled = scaledWorkloads(stack.workloads, await scalables(api));
    if (scaled.length === 0) {
      const reason = "KEDA scales nothing of this stack";
      return { outcome: "skipped", summary: reason, reason, findings: [], facts: [] };
    }
    step("planning the peak");
    const assignment = assign(atPeak(stack.problem), await loadSolver());
    const forecast = unplacedOf(assignment);
    const leftOver = leftOverOf(forecast);
    const leeway = foretold(leewayOf(stack, plan));
    const ids = new Set(scaled.map(({ target }) => `${target.namespace}/${target.name}`));
    const most = scaled.reduce((sum, { most: pods }) => sum + pods, 0);
    const fewest = scaled.reduce((sum, { fewest: pods }) => sum + pods, 0);
    const findings: DrillFinding[] = [];
    const scaledTo = async (text: string, pods: (one: ScaledWorkload) => number, expected: Plan, allowed: Allowance) => {
      step(text);
      await Promise.all(scaled.map(async (one) => setReplicas(api, one.target, pods(one))));
      return settle(api, { done: (seen) => deviations(expected, seen, allowed).length === 0 });
    };
    let waiting: readonly ObservedPod[] = [];
    try {
      const atFewest = withPods(plan, scaled, ({ fewest: pods }) => pods);
      const low = await scaledTo(`to its fewest pods (${fewest})`, (one) => one.fewest, atFewest, leeway);
      findings.push(...said(deviations(atFewest, low.pods, leeway), "at its fewest pods"));
      const atMost = withPods(withNodesOf(plan, assignment), scaled, ({ most: pods }) => pods);
      const allowed: Allowance = (workload) => [...failoverToo(workload), ...leeway(workload)];
      const high = await scaledTo(`to its most pods (${most})`, (one) => one.most, atMost, allowed);
      waiting = high.pods.filter(({ node, deleting, workload }) => node === undefined && !deleting && ids.has(workload ?? ""));
      findings.push(...said(againstForecast(deviations(atMost, high.pods, allowed), waiting, forecast), "at peak"));
    } finally {
      findings.push(...said(await backToNormal(context, scaled, leeway), "back at normal load"));
    }
    return {
      outcome: findings.length === 0 ? "held" : "broken",
      summary:
        findings.length === 0
          ? `${scaled.length} workloads from ${fewest} to ${most} pods: ${leftOver === 0 ? "every pod has a node" : `${waiting.length} have no node, ${leftOver} by the plan for the peak`}`
          : `${findings.length} ${findings.length === 1 ? "thing is" : "things are"} not as the plan for the peak has them`,
      findings,
      facts: [
        { label: "workloads that KEDA scales", value: String(scaled.length) },
        { label: "their pods at the fewest, at normal load, at the most", value: `${fewest}, ${normalPods(scaled)}, ${most}` },
        { label: "pods that the plan for the peak leaves without a node", value: forecastOf(forecast) },
        { label: "pods that had none at peak", value: String(waiting.length) },
      ],
    };
  },
};

/** A workload that KEDA scales, with the pods that it may have, and the pods that it has now. */
export interface ScaledWorkload {
  readonly target: Scalable;
  readonly fewest: number;
  readonly most: number;
}

export function scaledWorkloads(
  workloads: readonly Pick<Workload, "id" | "scaling">[],
  targets: readonly Scalable[],
): readonly ScaledWorkload[] {
  const byId = new Map(targets.map((target) => [`${target.namespace}/${target.name}`, target]));
  return workloads.flatMap(({ id, scaling }): readonly ScaledWorkload[] => {
    const target = byId.get(id);
    return scaling === undefined || target === undefined ? [] : [{ target, fewest: scaling.minReplicas, most: scaling.maxReplicas }];
  });
}

/** The plan with other numbers of pods for what is scaled. */
export function withPods(plan: Plan, scaled: readonly ScaledWorkload[], pods: (one: ScaledWorkload) => number): Plan {
  const byId = new Map(scaled.map((one) => [`${one.target.namespace}/${one.target.name}`, pods(one)]));
  return { ...plan, workloads: plan.workloads.map((row) => ({ ...row, replicas: byId.get(idOf(row)) ?? row.replicas })) };
}

/** What the plan for the peak leaves without a node. It stops short of looking for remedies, which would be most of the work. */
type Forecast = readonly Pick<UnplacedWorkload, "namespace" | "name" | "replicas" | "blockedBy">[];

function unplacedOf(assignment: Assignment): Forecast {
  const { model, state } = assignment;
  return model.workloads.flatMap(({ namespace, name }, index): Forecast => {
    const replicas = state.unplaced(index);
    return replicas === 0 ? [] : [{ namespace, name, replicas, blockedBy: blockedBy(assignment, index) }];
  });
}

/** A pod more than planned may be where either plan has its workload. */
function withNodesOf(plan: Plan, peak: Assignment): Plan {
  const pods = podsPerNode(peak);
  return {
    ...plan,
    workloads: plan.workloads.map((row) => ({
      ...row,
      nodes: [...new Set([...row.nodes, ...Object.keys(pods.get(idOf(row)) ?? {})])].sort(),
    })),
  };
}

/**
 * What is left of the deviations at peak when those are taken away that the plan for the peak foretells, and a finding
 * where it foretells more pods without a node than there are.
 *
 * @param waiting Pods of what was scaled that have no node.
 */
export function againstForecast(
  found: readonly DrillFinding[],
  waiting: readonly Pick<ObservedPod, "namespace" | "name">[],
  forecast: Forecast,
): readonly DrillFinding[] {
  const leftOver = leftOverOf(forecast);
  if (leftOver === 0) {
    return found;
  }
  const foreseen = new Set(waiting.map(({ namespace, name }) => `${namespace}/${name}`));
  const unforeseen = found.filter(({ subject, node }) => node !== undefined || !foreseen.has(subject));
  if (waiting.length >= leftOver) {
    return unforeseen;
  }
  return [
    ...unforeseen,
    {
      subject: forecast.map(idOf).join(", "),
      message: `without a node at peak are, by the plan, ${forecastOf(forecast)}, and in fact ${waiting.length}`,
    },
  ];
}

function forecastOf(forecast: Forecast): string {
  const rows = forecast.map((row) => `${idOf(row)}: ${row.blockedBy.join("; ")}`);
  return [String(leftOverOf(forecast)), ...(rows.length === 0 ? [] : [`(${rows.join(", ")})`])].join(" ");
}

function leftOverOf(forecast: Forecast): number {
  return forecast.reduce((sum, { replicas }) => sum + replicas, 0);
}

/** Down to none first: of a workload with too many pods, Kubernetes would choose which of them stay. */
async function backToNormal(
  { api, plan, step }: DrillContext,
  scaled: readonly ScaledWorkload[],
  leeway: Allowance,
): Promise<readonly DrillFinding[]> {
  step("back to normal load");
  const ids = new Set(scaled.map(({ target }) => `${target.namespace}/${target.name}`));
  await Promise.all(scaled.map(async ({ target }) => setReplicas(api, target, 0)));
  await settle(api, { done: (pods) => pods.every(({ workload }) => workload === undefined || !ids.has(workload)) });
  await Promise.all(scaled.map(async ({ target }) => setReplicas(api, target, target.replicas)));
  const { pods } = await settle(api, { done: (seen) => deviations(plan, seen, leeway).length === 0 });
  return deviations(plan, pods, leeway);
}

function said(findings: readonly DrillFinding[], when: string): readonly DrillFinding[] {
  return findings.map((finding) => ({ ...finding, message: `${finding.message} (${when})` }));
}

function normalPods(scaled: readonly ScaledWorkload[]): number {
  return scaled.reduce((sum, { target }) => sum + target.replicas, 0);
}

function idOf({ namespace, name }: Pick<PlannedWorkload, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}
