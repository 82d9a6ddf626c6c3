import { coordinatorLabel } from "../workloads/coordination";
import { isLiving } from "./cluster-in-plan";
import { missingPlacement } from "./placement-marks";
import { defineSymptom } from "./symptom";

/** Pods that no policy and no template has placed: where they run is chance, and who may touch them is not said. */
export const podsWithoutPlacement = defineSymptom({
  name: "pods-without-placement",
  title: "Pods without their placement",
  needs: ["pods"],
  find: (_, cluster) =>
    cluster.pods.flatMap((pod) => {
      const missing = isLiving(pod.pod) ? missingPlacement(pod, cluster) : undefined;
      return missing === undefined ? [] : [{ severity: "warning", subject: pod.id, seen: `has no label ${coordinatorLabel}`, ...missing }];
    }),
});
