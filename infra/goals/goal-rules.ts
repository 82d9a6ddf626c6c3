import type { AlertRule } from "../autoscaling/alerts";
import { UserError } from "../diagnostics/user-error";
import type { Plan } from "../placement/plan-document";
import type { Stack } from "../stack/stack";
import { checkSuccessMetrics } from "./check-success-metrics";
import { clusterAlerts } from "./cluster-alerts";
import { ceilingAlerts, placementAlerts } from "./drift-alerts";
import { podSeries } from "./pod-series";
import { type RuleGroup, ruleGroups } from "./rule";
import { type SuccessMetrics, successMetricRules } from "./success-metrics";

/**
 * All that tells whether a cluster is as it was planned, and reaches what it was planned for.
 *
 * @param metrics What the stack is to reach; absent where nobody wrote it down.
 * @throws UserError for success metrics that the stack cannot have.
 */
export function goalRules(stack: Stack, plan: Plan, metrics?: SuccessMetrics): readonly RuleGroup[] {
  const { hardware, problem, workloads } = stack;
  const findings = metrics === undefined ? [] : checkSuccessMetrics(metrics, { machines: hardware.machines, workloads });
  if (findings.length > 0) {
    throw new UserError(`stack "${stack.name}" cannot be measured by its success metrics`, findings);
  }
  const alerts: readonly AlertRule[] = [
    ...ceilingAlerts(hardware.machines, problem.ceilings),
    ...clusterAlerts,
    ...placementAlerts(stack, plan),
  ];
  return [
    ...ruleGroups("berth-series", podSeries),
    ...(metrics === undefined ? [] : ruleGroups("berth-goals", successMetricRules(metrics, workloads))),
    ...ruleGroups(
      "berth-drift",
      alerts.map((rule) => ofStack(rule, stack.name)),
    ),
  ];
}

/** Several clusters may tell one Alertmanager. */
function ofStack(rule: AlertRule, stack: string): AlertRule {
  return { ...rule, labels: { ...rule.labels, stack } };
}
