import type { VpaRecommendation } from "../rightsizing/recommendation";
import { type ClusterInPlan, isLiving, isReady } from "./cluster-in-plan";
import { defineSymptom } from "./symptom";

/** Until then a VerticalPodAutoscaler may well have nothing to say: its recommender goes round every minute. */
const patienceMilliseconds = 600_000;

/** VerticalPodAutoscalers without a recommendation. */
export const silentAutoscalers = defineSymptom({
  name: "silent-autoscalers",
  title: "Vertical pod autoscalers without data",
  needs: ["verticalPodAutoscalers", "pods"],
  find: ({ verticalPodAutoscalers }, cluster) =>
    verticalPodAutoscalers
      .filter(({ containers, createdAt }) => containers.length === 0 && cluster.now - (createdAt ?? 0) > patienceMilliseconds)
      .map((vpa) => ({
        severity: "warning",
        subject: `${vpa.namespace}/${vpa.vpa}`,
        seen: "has no recommendation",
        ...causeOf(vpa, cluster),
      })),
});

function causeOf(
  { namespace, target }: VpaRecommendation,
  { pods, readings }: ClusterInPlan,
): { readonly why: string; readonly fix: string } {
  const { podMetrics } = readings;
  if (podMetrics === "absent") {
    return {
      why: "the cluster does not serve pods.metrics.k8s.io, which the recommender reads",
      fix: "install metrics-server, or look why it does not answer: kubectl get apiservice v1beta1.metrics.k8s.io",
    };
  }
  const recommender = pods.filter(({ pod }) => isLiving(pod) && pod.metadata.name.includes("recommender"));
  if (!recommender.some(({ pod }) => isReady(pod))) {
    return recommender.length === 0
      ? { why: "no recommender runs", fix: "install the vertical pod autoscaler; the recommender alone is enough for mode Off" }
      : {
          why: `${recommender.map(({ id }) => id).join(", ")} is not ready`,
          fix: "kubectl logs of it: mostly it may not read the metrics",
        };
  }
  const own = pods.filter(({ pod, workload }) => isLiving(pod) && pod.metadata.namespace === namespace && workload?.name === target.name);
  return own.length === 0
    ? {
        why: `${target.kind} ${target.name} has no pods: nothing is measured while nothing runs`,
        fix: "none needed where it is scaled to zero; else look why it has no pods",
      }
    : {
        why: "the recommender runs and its target has pods; history is no condition, one sample is enough",
        fix: "kubectl describe vpa has its conditions; look at the recommender's log",
      };
}
