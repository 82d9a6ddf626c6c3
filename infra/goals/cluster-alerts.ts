import type { AlertRule } from "../autoscaling/alerts";

/** How long a pod may wait before someone should look: images of many gigabytes are pulled within it. */
const pendingMinutes = 15;

/** Of a quota, in percent. */
const quotaPercent = 90;

/** What goes wrong in every cluster and keeps a plan from being what runs. */
export const clusterAlerts: readonly AlertRule[] = [
  {
    alert: "PodPending",
    expr: 'max by (namespace, pod) (kube_pod_status_phase{phase="Pending"}) == 1',
    for: `${pendingMinutes}m`,
    labels: { severity: "warning" },
    annotations: {
      summary: "{{ $labels.namespace }}/{{ $labels.pod }} has been waiting for fifteen minutes",
      description: "kubectl describe says why. When no node takes it, the plan says what is in the way.",
    },
  },
  {
    alert: "QuotaNearlyExhausted",
    expr: `100 * max by (namespace, resourcequota, resource) (kube_resourcequota{type="used"}) / (max by (namespace, resourcequota, resource) (kube_resourcequota{type="hard"}) > 0) > ${quotaPercent}`,
    for: "15m",
    labels: { severity: "warning" },
    annotations: {
      summary:
        '{{ $value | printf "%.0f" }} % of {{ $labels.resource }} in the quota {{ $labels.resourcequota }} of {{ $labels.namespace }} is used',
      description: "The next pod may be refused. Request less there, or move the namespace to a tier that has more.",
    },
  },
  {
    alert: "VpaWithoutRecommendation",
    expr: 'sum by (update_mode) (vpa_recommender_vpa_objects_count{has_recommendation="false", matches_pods="true"}) > 0',
    for: "1h",
    labels: { severity: "info" },
    annotations: {
      summary: "{{ $value }} VerticalPodAutoscalers in mode {{ $labels.update_mode }} have pods and no recommendation",
      description:
        "kubectl get vpa -A shows which: those without PROVIDED. The recommender gets no metrics of their pods: look at metrics-server.",
    },
  },
  {
    alert: "PlanNotWatched",
    expr: "absent(kube_pod_info) or absent(kube_pod_container_resource_requests)",
    for: "15m",
    labels: { severity: "warning" },
    annotations: {
      summary: "Nothing tells where pods are and what they request",
      description: "No other alert about the plan can fire: look whether kube-state-metrics runs and is scraped.",
    },
  },
];
