import type { PlacementProblem, PlacementWorkload } from "../placement/problem";
import { atNight, atPeak } from "../placement/what-if/at-time";
import { assuming } from "../placement/what-if/assuming";
import type { Workload } from "../workloads/workload";
import type { LoadName } from "./capacity-document";

/** The problem with as many pods, and as large ones, as a load has. */
export function underLoad(problem: PlacementProblem, workloads: readonly Workload[], load: LoadName): PlacementProblem {
  switch (load) {
    case "minimum":
      return atNight(problem);
    case "normal":
      return problem;
    case "peak":
      return atPeak(problem);
    case "largest":
      return atLargest(atPeak(problem), workloads);
  }
}

/** What the VPA changes requests the most that it may; a pod is taken to have one container. */
function atLargest(problem: PlacementProblem, workloads: readonly Workload[]): PlacementProblem {
  const rows = new Map(workloads.map((workload) => [workload.id, workload]));
  return assuming(
    problem,
    { workloads: problem.workloads.map((each) => grown(each, rows.get(each.id))) },
    "as large as the VPA may make them",
  );
}

function grown(each: PlacementWorkload, row: Workload | undefined): PlacementWorkload {
  const scaling = row?.verticalScaling;
  return scaling === undefined || scaling.mode === "Off" ? each : { ...each, requests: { ...each.requests, ...scaling.max } };
}
