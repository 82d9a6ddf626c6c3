import * as budgets from "@pulumi/aws/budgets";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { budgetRolePolicy, budgetTrustPolicy } from "../../infra/burst/iam/budget-role";
import { stopBuyingPolicy } from "../../infra/burst/iam/stop-buying";
import { burstNames, type BurstScope } from "../../infra/burst/scope";
import { childOptions } from "../child-options";

export interface SpendingCeilingArgs {
  readonly scope: BurstScope;
  /** In US dollars: AWS knows no other unit. */
  readonly dollarsPerMonth: number;
  readonly emails: readonly string[];
  /** Role that is kept from buying, once it is there. */
  readonly controllerRole: pulumi.Input<string>;
}

/** Percent of the ceiling at which its readers hear of it. */
const warnings = [
  { notificationType: "ACTUAL", threshold: 50 },
  { notificationType: "ACTUAL", threshold: 80 },
  { notificationType: "FORECASTED", threshold: 100 },
] as const;

/**
 * A month's ceiling: e-mail on the way there, and when it is reached a policy at Karpenter's role that denies buying. The
 * whole account counts, because a budget by tags sees nothing until somebody has activated them. AWS updates what was
 * spent a few times a day, so that the ceiling may be passed by what a day costs: docs/burst.md has the figures.
 */
export class SpendingCeiling extends pulumi.ComponentResource {
  constructor(name: string, args: SpendingCeilingArgs, options?: pulumi.ComponentResourceOptions) {
    const { scope, dollarsPerMonth, emails, controllerRole } = args;
    const { prefix, stopPolicyName, budgetRoleName } = burstNames(scope);

    super("berth:cloud:SpendingCeiling", name, {}, options);
    const child = childOptions(this, options);
    const stop = new iam.Policy(`${name}-stop`, { name: stopPolicyName, policy: JSON.stringify(stopBuyingPolicy()) }, child);
    const role = new iam.Role(
      `${name}-role`,
      {
        name: budgetRoleName,
        assumeRolePolicy: JSON.stringify(budgetTrustPolicy(scope)),
        inlinePolicies: [{ name: "stop", policy: JSON.stringify(budgetRolePolicy(scope)) }],
      },
      child,
    );
    const budget = new budgets.Budget(
      `${name}-budget`,
      {
        name: prefix,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(dollarsPerMonth),
        limitUnit: "USD",
        notifications: warnings.map(({ notificationType, threshold }) => ({
          comparisonOperator: "GREATER_THAN",
          notificationType,
          threshold,
          thresholdType: "PERCENTAGE",
          subscriberEmailAddresses: [...emails],
        })),
      },
      child,
    );
    new budgets.BudgetAction(
      `${name}-action`,
      {
        budgetName: budget.name,
        actionType: "APPLY_IAM_POLICY",
        approvalModel: "AUTOMATIC",
        notificationType: "ACTUAL",
        actionThreshold: { actionThresholdType: "PERCENTAGE", actionThresholdValue: 100 },
        executionRoleArn: role.arn,
        definition: { iamActionDefinition: { policyArn: stop.arn, roles: [controllerRole] } },
        subscribers: emails.map((address) => ({ address, subscriptionType: "EMAIL" })),
      },
      child,
    );
    this.registerOutputs({});
  }
}
