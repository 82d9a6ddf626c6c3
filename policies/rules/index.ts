import { type Rule } from "../rule";
import { controlPlaneForCoreOnly } from "./control-plane-for-core-only";
import { deschedulerExcludesKedaScaled } from "./descheduler-excludes-keda-scaled";
import { gpuRequestSelectorToleration } from "./gpu-request-selector-toleration";
import { noCpuLimits } from "./no-cpu-limits";
import { noHostnamePinning } from "./no-hostname-pinning";
import { rebalancedWorkloadHasDisruptionBudget } from "./rebalanced-workload-has-disruption-budget";

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  controlPlaneForCoreOnly,
  deschedulerExcludesKedaScaled,
  gpuRequestSelectorToleration,
  noCpuLimits,
  noHostnamePinning,
  rebalancedWorkloadHasDisruptionBudget,
];
