import type { PlacementWorkload, PodTerm, TopologySpread } from "../placement/problem";
import { tierNumber } from "../workloads/priority";
import type { PodAffinityTerm, Spread } from "../workloads/relations-schema";
import { surgePodsOf } from "../workloads/rollout";
import { selectedPods } from "../workloads/selected-pods";
import { topologyKeyOf } from "../workloads/topology";
import type { Workload } from "../workloads/workload";

/** A workload as the planner sees it: what its rows say in words is resolved against the stack's other workloads. */
export function placementWorkloadOf(workload: Workload, workloads: readonly Workload[]): PlacementWorkload {
  const { antiAffinity, colocateWith, scaling, podAffinity, podAntiAffinity, spreads, hostPorts } = workload;
  const surgePods = surgePodsOf(workload);
  const terms = (rows: readonly PodAffinityTerm[]): readonly PodTerm[] => rows.map((row) => podTermOf(row, workload, workloads));
  return {
    id: workload.id,
    namespace: workload.namespace,
    name: workload.name,
    ...modeOf(workload),
    replicas: workload.replicas,
    ...(scaling === undefined ? {} : { scale: scaleOf(workload, scaling) }),
    requests: workload.requests,
    currentRequests: workload.currentRequests,
    tier: tierNumber(workload.tier),
    core: workload.core,
    tolerations: workload.tolerations,
    requires: workload.requires,
    target: workload.target,
    ...(antiAffinity === undefined ? {} : { antiAffinityTopologyKey: topologyKeyOf(antiAffinity) }),
    ...(colocateWith === undefined ? {} : { colocateWith }),
    ...(podAffinity.length === 0 ? {} : { podAffinity: terms(podAffinity) }),
    ...(podAntiAffinity.length === 0 ? {} : { podAntiAffinity: terms(podAntiAffinity) }),
    ...(spreads.length === 0 ? {} : { spreads: spreads.map(topologySpreadOf) }),
    ...(hostPorts.length === 0 ? {} : { hostPorts }),
    ...(surgePods === 0 ? {} : { surgePods }),
    ...(workload.estimated ? { estimated: true } : {}),
    ...(restartsTogether(workload) ? { restartsTogether: true } : {}),
    current: workload.current,
    pin: workload.pin,
  };
}

function scaleOf(
  workload: Workload,
  { minReplicas, maxReplicas }: NonNullable<Workload["scaling"]>,
): NonNullable<PlacementWorkload["scale"]> {
  const surgePodsAtMin = surgePodsOf({ ...workload, replicas: minReplicas });
  const surgePodsAtMax = surgePodsOf({ ...workload, replicas: maxReplicas });
  return {
    minReplicas,
    maxReplicas,
    ...(surgePodsAtMin === 0 ? {} : { surgePodsAtMin }),
    ...(surgePodsAtMax === 0 ? {} : { surgePodsAtMax }),
  };
}

function modeOf(workload: Workload): Pick<PlacementWorkload, "mode" | "fixedBecause"> {
  if (workload.kind === "DaemonSet") {
    return { mode: "perNode" };
  }
  if (workload.kind === "StaticPod") {
    return { mode: "fixed", fixedBecause: "it is a static pod: the kubelet of its node runs it" };
  }
  return workload.immovable === undefined ? { mode: "replicas" } : { mode: "fixed", fixedBecause: workload.immovable };
}

function podTermOf(term: PodAffinityTerm, { namespace }: Workload, workloads: readonly Workload[]): PodTerm {
  return {
    topologyKey: topologyKeyOf(term.topology),
    selects: selectedPods(term, namespace, workloads)
      .map(({ id }) => id)
      .sort(),
  };
}

/** Without what is Honor or 1 anyway. */
function topologySpreadOf({ over, maxSkew, strict, minDomains, nodeAffinityPolicy, nodeTaintsPolicy }: Spread): TopologySpread {
  return {
    topologyKey: topologyKeyOf(over),
    maxSkew,
    strict,
    ...(minDomains === undefined ? {} : { minDomains }),
    ...(nodeAffinityPolicy === "Honor" ? {} : { nodeAffinityPolicy }),
    ...(nodeTaintsPolicy === "Honor" ? {} : { nodeTaintsPolicy }),
  };
}

/** Berth writes the placement into the pod template of what it renders, and Kyverno into the pods of what others do. */
function restartsTogether({ kind, managedBy }: Workload): boolean {
  return managedBy === "berth" && (kind === "Deployment" || kind === "StatefulSet");
}
