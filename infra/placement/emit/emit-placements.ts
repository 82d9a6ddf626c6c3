import { onRentedNodes, orOnRentedNodes } from "../../burst/emit-burst";
import type { Finding } from "../../diagnostics/finding";
import type { Stack } from "../../stack/stack";
import { priorityOfTier } from "../../workloads/priority";
import { podMarksOf } from "../../workloads/coordination";
import type { Workload } from "../../workloads/workload";
import type { Plan, PlannedWorkload } from "../plan-document";
import type { PlacementWorkload } from "../problem";
import { type EmittedNodes, emitNodes, selector } from "./node-placement";
import { endsOldPodsFirst, oldPodsFirst } from "./old-pods-first";
import { type Pinning, pinningOf } from "./pinning";
import type { PodPlacement, PodPlacements } from "./pod-placement";
import { emitPodAffinity, emitPodAntiAffinity, emitSpread } from "./pod-relations";
import { emitTolerations } from "./tolerations";

/**
 * What each pod template must say so that kube-scheduler does what the plan says. DaemonSets and static pods are left
 * out: they run where they run. A workload without a planned node still gets its hardware needs and tolerations.
 */
export function emitPlacements(stack: Stack, plan: Plan): PodPlacements {
  const companies = new Map(stack.workloads.map((workload) => [workload.id, workload]));
  const { burst } = stack;
  return new Map<string, PodPlacement>([
    ...emittedNodes(stack, plan).map(({ workload, planned, emitted }) => {
      const company = workload.colocateWith === undefined ? undefined : companies.get(workload.colocateWith);
      const nodes = workload.burst === "instead" && burst !== undefined ? orOnRentedNodes(emitted.placement, burst) : emitted.placement;
      const rollout = planned !== undefined && endsOldPodsFirst(workload, planned) ? { rollout: oldPodsFirst } : {};
      return [workload.id, { ...placementOf(workload, company, nodes), ...rollout }] as const;
    }),
    ...stack.workloads
      .filter((workload) => workload.burst === "only")
      .map((workload) => [workload.id, placementOf(workload, undefined, onRentedNodes(workload))] as const),
  ]);
}

/**
 * Where the scheduler may do otherwise than the plan says: nodes that labels cannot tell apart, and preferences that
 * other scores may outweigh and that cannot be made a requirement without losing the workload with its node.
 */
export function emissionFindings(stack: Stack, plan: Plan): readonly Finding[] {
  return schedulerLeeway(stack, plan).flatMap(({ workload, planned, alike, mayLoseBy }): readonly Finding[] => {
    const path = `workloads[${workload.id}]`;
    const nodes = planned?.nodes.join(", ") ?? "";
    return [
      ...(alike.length === 0
        ? []
        : [
            {
              path,
              message: `nothing tells its nodes (${nodes}) from ${alike.join(", ")}, so the scheduler may choose those too`,
              fix: 'give its nodes a label that the others lack, in the hardware table: labels: { "example.com/purpose": "apps" }',
            },
          ]),
      ...(mayLoseBy === undefined
        ? []
        : [
            {
              path,
              message: `prefers ${nodes}, and may land on ${planned?.failover.join(", ") ?? ""} (${pointsShort(mayLoseBy + 1)} in the worst case)`,
              fix: 'pin: "strict" requires the planned nodes; when they are lost it then waits for them',
            },
          ]),
    ];
  });
}

/** Where else than on its planned nodes the scheduler may put each workload, by id; workloads without any leeway are left out. */
export function leewayOf(stack: Stack, plan: Plan): ReadonlyMap<string, readonly string[]> {
  return new Map(
    schedulerLeeway(stack, plan)
      .map(({ workload, planned, alike, mayLoseBy }) => {
        const others = [...alike, ...(mayLoseBy === undefined ? [] : (planned?.failover ?? []))];
        return [workload.id, [...new Set(others)].sort()] as const;
      })
      .filter(([, nodes]) => nodes.length > 0),
  );
}

interface Leeway {
  readonly workload: Workload;
  readonly planned: PlannedWorkload | undefined;
  /** Nodes that labels cannot tell from the planned ones. */
  readonly alike: readonly string[];
  /** By how many points the preference may lose; absent where it always wins or is a requirement. */
  readonly mayLoseBy: number | undefined;
}

function schedulerLeeway(stack: Stack, plan: Plan): readonly Leeway[] {
  return emittedNodes(stack, plan).map(({ workload, planned, pinning, emitted }) => ({
    workload,
    planned,
    alike: emitted.indistinguishable,
    mayLoseBy: pinning?.mayLoseBy,
  }));
}

function pointsShort(points: number): string {
  return `${points} ${points === 1 ? "point" : "points"} short`;
}

interface Emitted {
  readonly workload: Workload;
  readonly planned: PlannedWorkload | undefined;
  readonly pinning: Pinning | undefined;
  readonly emitted: EmittedNodes;
}

function emittedNodes(stack: Stack, plan: Plan): readonly Emitted[] {
  const posed = new Map<string, PlacementWorkload>(stack.problem.workloads.map((workload) => [workload.id, workload]));
  const plannedById = new Map(plan.workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload]));
  const select = selector(stack.problem.nodes);
  return stack.workloads.flatMap((workload) => {
    const problem = posed.get(workload.id);
    const planned = plannedById.get(workload.id);
    if (problem === undefined || workload.kind === "DaemonSet" || workload.kind === "StaticPod") {
      return [];
    }
    const pinning = planned === undefined ? undefined : pinningOf(stack.problem, plan, problem, planned);
    const where = { nodes: planned?.nodes ?? [], allowed: pinning?.allowed ?? new Set<string>() };
    return [{ workload, planned, pinning, emitted: emitNodes(problem, where, stack.problem.nodes, select) }];
  });
}

function placementOf(
  workload: Workload,
  company: Workload | undefined,
  { nodeSelector, nodeAffinity }: EmittedNodes["placement"],
): PodPlacement {
  const affinity = {
    ...(nodeAffinity === undefined ? {} : { nodeAffinity }),
    ...emitPodAffinity(workload, company),
    ...emitPodAntiAffinity(workload),
  };
  const tolerations = emitTolerations(workload.tolerations);
  const topologySpreadConstraints = emitSpread(workload);
  return {
    ...podMarksOf(workload),
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(Object.keys(affinity).length === 0 ? {} : { affinity }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
    ...(topologySpreadConstraints.length === 0 ? {} : { topologySpreadConstraints }),
    priorityClassName: priorityOfTier[workload.tier].name,
  };
}
