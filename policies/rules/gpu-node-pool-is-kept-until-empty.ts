import { defineRule } from "../rule";

/** Work on a rented graphics card is not interrupted to save a little. */
export const gpuNodePoolIsKeptUntilEmpty = defineRule({
  id: "gpu-node-pool-is-kept-until-empty",
  displayName: "GPU nodes are kept until they are empty",
  description: "A NodePool of Karpenter that may buy nodes with GPUs consolidates only when they are empty.",
  why: "By default Karpenter also replaces a node that could be cheaper: a training run or a model that took minutes to load is evicted and starts from the beginning, on a node that is paid for twice meanwhile.",
  remediation: "Set spec.disruption.consolidationPolicy: WhenEmpty.",
  group: "disruption",
  severity: "medium",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "node-pool" || !subject.buysGpus) {
      return [];
    }
    const policy = subject.consolidationPolicy;
    return policy === "WhenEmpty"
      ? []
      : [
          {
            message: `${subject.label} may buy GPUs and gives up nodes in use: spec.disruption.consolidationPolicy is ${policy ?? "not set, which means WhenEmptyOrUnderutilized"}.`,
          },
        ];
  },
});
