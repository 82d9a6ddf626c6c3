import { checkAlertRules } from "../../../toolchain/alert-rules";
import type { AlertRule } from "../../autoscaling/alerts";

/** A pod of a Deployment as kube-state-metrics tells of it, through all of a scenario. */
export function deploymentPod(namespace: string, workload: string, node: string, minutes: number, suffix = "a"): readonly string[] {
  const replicaSet = `${workload}-6d5f`;
  const pod = `${replicaSet}-${suffix}`;
  return [
    `kube_pod_info{namespace="${namespace}",pod="${pod}",node="${node}",created_by_kind="ReplicaSet",created_by_name="${replicaSet}"} 1x${minutes}`,
    `kube_replicaset_owner{namespace="${namespace}",replicaset="${replicaSet}",owner_kind="Deployment",owner_name="${workload}"} 1x${minutes}`,
    `kube_pod_status_phase{namespace="${namespace}",pod="${pod}",phase="Running"} 1x${minutes}`,
  ];
}

/** A pod that its owner names itself: a StatefulSet's, or one of an operator's own kind. */
export function ownedPod(kind: string, namespace: string, workload: string, node: string, minutes: number): readonly string[] {
  return [
    `kube_pod_info{namespace="${namespace}",pod="${workload}-0",node="${node}",created_by_kind="${kind}",created_by_name="${workload}"} 1x${minutes}`,
    `kube_pod_status_phase{namespace="${namespace}",pod="${workload}-0",phase="Running"} 1x${minutes}`,
  ];
}

/** What fires on series, as `alert pod-or-node from-to`. */
export async function watchRules(groups: readonly unknown[], series: readonly string[], minutes: number): Promise<readonly string[]> {
  const { errors, firing } = await checkAlertRules({ rules: JSON.stringify({ groups }), scenarios: [{ series, minutes }] }, process.env);
  if (errors.length > 0) {
    throw new Error(errors.join("\n"));
  }
  return (firing[0] ?? []).map(({ alert, labels, from, to }) => {
    const subject = labels["subject"] ?? labels["pod"] ?? labels["node"] ?? labels["resourcequota"] ?? labels["update_mode"] ?? "";
    return `${[alert, subject].filter((word) => word !== "").join(" ")} ${from}-${to}`;
  });
}

/** An alert that fires at once while a recorded series has a value, so that a test sees the value. */
export function seen(expr: string, subject: string): AlertRule {
  return { alert: "Seen", expr, for: "0s", labels: { subject }, annotations: {} };
}
