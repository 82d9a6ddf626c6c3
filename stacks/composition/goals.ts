import type { ProviderResource, Resource } from "@pulumi/pulumi";
import { goalsDashboard } from "../../components/monitoring/dashboards/goals-dashboard";
import { GoalRules } from "../../components/monitoring/goal-rules";
import { GrafanaDashboards } from "../../components/monitoring/grafana-dashboards";
import { goalRules } from "../../infra/goals/goal-rules";
import type { SuccessMetrics } from "../../infra/goals/success-metrics";
import type { Plan } from "../../infra/placement/plan-document";
import type { Stack } from "../../infra/stack/stack";

export interface GoalsArgs {
  readonly stack: Stack;
  readonly plan: Plan;
  readonly provider: ProviderResource;
  /** Where Grafana and the ruler look. Has to exist. */
  readonly namespace: string;
  /** What the stack is to reach. Default: nothing beyond its plan. */
  readonly metrics?: SuccessMetrics;
  /** What must be there before: the namespace, and the kind PrometheusRule. Default: nothing. */
  readonly after?: readonly Resource[];
}

/** What tells whether the cluster is as it was planned, and reaches what it was planned for: rules and a dashboard. */
export function deployGoals({ stack, plan, provider, namespace, metrics, after = [] }: GoalsArgs): void {
  const options = { provider, dependsOn: [...after] };
  new GoalRules("goals", { namespace, groups: goalRules(stack, plan, metrics) }, options);
  const dashboard = goalsDashboard({
    stack: stack.name,
    ceilings: stack.problem.ceilings,
    ...(metrics === undefined ? {} : { metrics }),
  });
  new GrafanaDashboards("goals-dashboards", { namespace, dashboards: [dashboard] }, options);
}
