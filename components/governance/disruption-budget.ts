import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import type { Workload } from "../../infra/workloads/workload";
import { childOptions } from "../child-options";

export interface DisruptionBudgetArgs {
  readonly workload: Pick<Workload, "id" | "namespace" | "name" | "podLabels" | "disruption">;
}

/**
 * A workload's PodDisruptionBudget. Pods that are not ready may always be evicted: a crashing pod must not keep its node
 * from being drained.
 *
 * Never for what an operator manages: two budgets on one pod make every eviction of it fail.
 */
export class DisruptionBudget extends pulumi.ComponentResource {
  readonly resource: kubernetes.policy.v1.PodDisruptionBudget;

  constructor(name: string, args: DisruptionBudgetArgs, options?: pulumi.ComponentResourceOptions) {
    const { workload } = args;
    const budget = checkedBudget(workload);

    super("berth:governance:DisruptionBudget", name, {}, options);
    this.resource = new kubernetes.policy.v1.PodDisruptionBudget(
      `${name}-pdb`,
      {
        metadata: { namespace: workload.namespace, name: workload.name },
        spec: { ...budget, selector: { matchLabels: workload.podLabels }, unhealthyPodEvictionPolicy: "AlwaysAllow" },
      },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}

function checkedBudget({
  id,
  podLabels,
  disruption,
}: DisruptionBudgetArgs["workload"]): Exclude<Workload["disruption"], "operator" | undefined> {
  const path = `workloads[${id}]`;
  const findings: Finding[] = [];
  if (disruption === undefined) {
    findings.push({ path: `${path}.disruption`, message: "is not given", fix: "add disruption: { maxUnavailable: 1 }" });
  } else if (disruption === "operator") {
    findings.push({
      path: `${path}.disruption`,
      message: "is made by the workload's operator: a second budget on the same pods makes every eviction fail",
      fix: "make none",
    });
  } else if (neverAllows(disruption)) {
    findings.push({
      path: `${path}.disruption`,
      value: JSON.stringify(disruption),
      message: "never allows an eviction, and so blocks every drain",
      fix: "use { maxUnavailable: 1 }",
    });
  }
  if (Object.keys(podLabels).length === 0) {
    findings.push({
      path: `${path}.podLabels`,
      message: "is empty, which selects every pod of the namespace",
      fix: "give the labels that find its pods",
    });
  }
  if (disruption === undefined || disruption === "operator" || findings.length > 0) {
    throw new UserError(`${id} cannot have a disruption budget as its row says`, findings);
  }
  return disruption;
}

function neverAllows(budget: Exclude<Workload["disruption"], "operator" | undefined>): boolean {
  return "minAvailable" in budget ? budget.minAvailable === "100%" : budget.maxUnavailable === 0 || budget.maxUnavailable === "0%";
}
