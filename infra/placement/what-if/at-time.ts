import { hostnameLabel } from "../../hardware/node-labels";
import type { PlacementProblem, PlacementWorkload } from "../problem";
import { assuming } from "./assuming";

/** Every workload that an autoscaler keeps between two bounds has as many pods as it may have. */
export function atPeak(problem: PlacementProblem): PlacementProblem {
  return assuming(
    problem,
    { workloads: problem.workloads.map((workload) => scaledTo(workload, workload.scale?.maxReplicas, workload.scale?.surgePodsAtMax)) },
    "at peak",
  );
}

/** Every workload that an autoscaler keeps between two bounds has as few pods as it may have: what can stop has stopped. */
export function atNight(problem: PlacementProblem): PlacementProblem {
  return assuming(
    problem,
    { workloads: problem.workloads.map((workload) => scaledTo(workload, workload.scale?.minReplicas, workload.scale?.surgePodsAtMin)) },
    "at night",
  );
}

function scaledTo(workload: PlacementWorkload, replicas: number | undefined, surgePods = 0): PlacementWorkload {
  if (replicas === undefined || workload.mode === "perNode") {
    return workload;
  }
  return workload.mode === "fixed" ? scaledInPlace(workload, replicas) : { ...workload, replicas, surgePods };
}

/**
 * What is fixed has the pods that run, so that it cannot grow or shrink. It is made one that can, and that nothing may
 * put on another node: neither a taint nor a target has moved it so far.
 */
function scaledInPlace(workload: PlacementWorkload, replicas: number): PlacementWorkload {
  const hosts = Object.keys(workload.current).sort();
  if (hosts.length === 0) {
    return { ...workload, replicas };
  }
  if (replicas === Object.values(workload.current).reduce((sum, pods) => sum + pods, 0)) {
    return workload;
  }
  const movable = { ...workload };
  delete movable.fixedBecause;
  return {
    ...movable,
    mode: "replicas",
    replicas,
    requires: [{ key: hostnameLabel, operator: "In", values: hosts }],
    target: [],
    tolerations: [{ operator: "Exists" }],
  };
}
