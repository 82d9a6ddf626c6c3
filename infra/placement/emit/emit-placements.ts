import type { Finding } from "../../diagnostics/finding";
import type { Stack } from "../../stack/stack";
import { priorityOfTier } from "../../workloads/priority";
import { coordinatorLabel, type Workload } from "../../workloads/workload";
import type { Plan, PlannedWorkload } from "../plan-document";
import type { PlacementWorkload } from "../problem";
import { type EmittedNodes, emitNodes, selector } from "./node-placement";
import type { PodPlacement, PodPlacements } from "./pod-placement";
import { emitPodAffinity, emitPodAntiAffinity, emitSpread } from "./pod-relations";
import { emitTolerations } from "./tolerations";

/**
 * What each pod template must say so that kube-scheduler does what the plan says. DaemonSets and static pods are left
 * out: they run where they run. A workload without a planned node still gets its hardware needs and tolerations.
 */
export function emitPlacements(stack: Stack, plan: Plan): PodPlacements {
  const companies = new Map(stack.workloads.map((workload) => [workload.id, workload]));
  return new Map(
    emittedNodes(stack, plan).map(({ workload, emitted }) => [
      workload.id,
      placementOf(workload, workload.colocateWith === undefined ? undefined : companies.get(workload.colocateWith), emitted.placement),
    ]),
  );
}

/** Workloads that capability labels cannot keep to their nodes, because other nodes have the same labels. */
export function selectionFindings(stack: Stack, plan: Plan): readonly Finding[] {
  return emittedNodes(stack, plan).flatMap(({ workload, planned, emitted }) =>
    emitted.indistinguishable.length === 0
      ? []
      : [
          {
            path: `workloads[${workload.id}]`,
            message: `its nodes ${planned?.nodes.join(", ") ?? ""} cannot be told from ${emitted.indistinguishable.join(", ")} by their labels, so the scheduler may choose those too`,
            fix: `give one of them a label that the others lack, in the hardware table: labels: { "example.com/purpose": "${workload.namespace}" }`,
          },
        ],
  );
}

interface Emitted {
  readonly workload: Workload;
  readonly planned: PlannedWorkload | undefined;
  readonly emitted: EmittedNodes;
}

function emittedNodes(stack: Stack, plan: Plan): readonly Emitted[] {
  const posed = new Map<string, PlacementWorkload>(stack.problem.workloads.map((workload) => [workload.id, workload]));
  const plannedById = new Map(plan.workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload]));
  const select = selector(stack.problem.nodes);
  return stack.workloads.flatMap((workload) => {
    const problem = posed.get(workload.id);
    const planned = plannedById.get(workload.id);
    return problem === undefined || workload.kind === "DaemonSet" || workload.kind === "StaticPod"
      ? []
      : [{ workload, planned, emitted: emitNodes(problem, planned, stack.problem.nodes, select) }];
  });
}

function placementOf(workload: Workload, company: Workload | undefined, { nodeSelector, nodeAffinity }: EmittedNodes["placement"]): PodPlacement {
  const affinity = {
    ...(nodeAffinity === undefined ? {} : { nodeAffinity }),
    ...emitPodAffinity(workload, company),
    ...emitPodAntiAffinity(workload),
  };
  const tolerations = emitTolerations(workload.tolerations);
  const topologySpreadConstraints = emitSpread(workload);
  return {
    labels: { [coordinatorLabel]: workload.coordinator },
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(Object.keys(affinity).length === 0 ? {} : { affinity }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
    ...(topologySpreadConstraints.length === 0 ? {} : { topologySpreadConstraints }),
    priorityClassName: priorityOfTier[workload.tier].name,
  };
}
