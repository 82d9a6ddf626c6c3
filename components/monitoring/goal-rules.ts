import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { RuleGroup } from "../../infra/goals/rule";
import { childOptions } from "../child-options";

export interface GoalRulesArgs {
  /** Has to exist. */
  readonly namespace: string;
  readonly groups: readonly RuleGroup[];
  /**
   * Labels by which rules are found: `release: kube-prometheus-stack` for that chart's Prometheus. Alloy takes all, unless
   * it is told otherwise. Default: none.
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Recordings and alerts as a PrometheusRule, whose kind has to exist. Where Mimir is the ruler, Alloy hands it over with
 * `mimir.rules.kubernetes`.
 */
export class GoalRules extends pulumi.ComponentResource {
  constructor(name: string, args: GoalRulesArgs, options?: pulumi.ComponentResourceOptions) {
    const { namespace, groups, labels = {} } = args;

    super("berth:monitoring:GoalRules", name, {}, options);
    new kubernetes.apiextensions.CustomResource(
      `${name}-rules`,
      { apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", metadata: { namespace, name, labels }, spec: { groups } },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}
