import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { priorities } from "../../infra/workloads/priority";
import { childOptions } from "../child-options";

/**
 * One PriorityClass for each tier. None is the cluster's default: a pod without a class stays at 0, below every tier.
 * A class' value cannot be changed, so a change replaces it, old one first because the name stays.
 */
export class PriorityClasses extends pulumi.ComponentResource {
  readonly classes: readonly kubernetes.scheduling.v1.PriorityClass[];

  constructor(name: string, options?: pulumi.ComponentResourceOptions) {
    super("berth:scheduling:PriorityClasses", name, {}, options);
    this.classes = priorities.map(
      (priority) =>
        new kubernetes.scheduling.v1.PriorityClass(
          `${name}-${priority.name}`,
          {
            metadata: { name: priority.name },
            value: priority.value,
            globalDefault: false,
            preemptionPolicy: "PreemptLowerPriority",
            description: priority.description,
          },
          { ...childOptions(this, options), replaceOnChanges: ["value", "preemptionPolicy"], deleteBeforeReplace: true },
        ),
    );
    this.registerOutputs({});
  }
}
