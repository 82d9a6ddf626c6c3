import { defineRule } from "../rule";

/** Nothing ordinary runs on a rented graphics card. */
export const gpuNodePoolHasTaint = defineRule({
  id: "gpu-node-pool-has-taint",
  displayName: "GPU nodes are tainted",
  description: "A NodePool of Karpenter that may buy nodes with GPUs gives them a taint with the effect NoSchedule or NoExecute.",
  why: "Without a taint any pod that waits may end up on the most expensive node there is, keep it from being empty, and so keep it.",
  remediation: "Set spec.template.spec.taints, with a taint that only the GPU workloads tolerate.",
  group: "placement",
  severity: "high",
  view: "resource",
  settings: {},
  check(subject) {
    return subject.type !== "node-pool" || !subject.buysGpus || subject.taintEffects.some((effect) => effect !== "PreferNoSchedule")
      ? []
      : [{ message: `${subject.label} may buy GPUs, and keeps no pod off their nodes: spec.template.spec.taints has no taint that does.` }];
  },
});
