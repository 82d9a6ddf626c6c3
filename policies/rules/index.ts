import { type Rule } from "../rule";
import { antiAffinityFitsNodes } from "./anti-affinity-fits-nodes";
import { containerRequestsCpuAndMemory } from "./container-requests-cpu-and-memory";
import { controlPlaneForCoreOnly } from "./control-plane-for-core-only";
import { coordinatorLabelMatchesWhatActs } from "./coordinator-label-matches-what-acts";
import { cronJobDoesNotOverlap } from "./cron-job-does-not-overlap";
import { daemonSetLeavesOutVirtualNodes } from "./daemon-set-leaves-out-virtual-nodes";
import { deschedulerExcludesKedaScaled } from "./descheduler-excludes-keda-scaled";
import { disruptionBudgetAllowsEviction } from "./disruption-budget-allows-eviction";
import { disruptionBudgetSelectsItsPods } from "./disruption-budget-selects-its-pods";
import { gpuNodePoolHasTaint } from "./gpu-node-pool-has-taint";
import { gpuNodePoolIsKeptUntilEmpty } from "./gpu-node-pool-is-kept-until-empty";
import { gpuRequestSelectorToleration } from "./gpu-request-selector-toleration";
import { hardSpreadHonorsTaints } from "./hard-spread-honors-taints";
import { helmReleaseIsPinned } from "./helm-release-is-pinned";
import { hostMemoryIsNotOvercommitted } from "./host-memory-is-not-overcommitted";
import { imageIsPinned } from "./image-is-pinned";
import { ingressNamesItsClass } from "./ingress-names-its-class";
import { ipAddressIsUnique } from "./ip-address-is-unique";
import { limitRangeAdmitsContainers } from "./limit-range-admits-containers";
import { loadBalancerAddressInPool } from "./load-balancer-address-in-pool";
import { macAddressIsUnique } from "./mac-address-is-unique";
import { memoryLimitCoversRequest } from "./memory-limit-covers-request";
import { namespaceEnforcesPodSecurity } from "./namespace-enforces-pod-security";
import { namespaceHasTier } from "./namespace-has-tier";
import { namespaceOffloadingHasItsName } from "./namespace-offloading-has-its-name";
import { noBallooningBesideADevice } from "./no-ballooning-beside-a-device";
import { noCpuLimits } from "./no-cpu-limits";
import { noDefaultPriorityClassBesideTiers } from "./no-default-priority-class-beside-tiers";
import { noHostAccess } from "./no-host-access";
import { noHostnamePinning } from "./no-hostname-pinning";
import { noPrivilegedContainers } from "./no-privileged-containers";
import { noSecretsInPlainText } from "./no-secrets-in-plain-text";
import { nodePoolHasLimits } from "./node-pool-has-limits";
import { oneDefaultPriorityClass } from "./one-default-priority-class";
import { oneDefaultStorageClass } from "./one-default-storage-class";
import { oneDisruptionBudgetPerPod } from "./one-disruption-budget-per-pod";
import { oneScalerPerWorkload } from "./one-scaler-per-workload";
import { pciDeviceByMapping } from "./pci-device-by-mapping";
import { pciDeviceHasOneOwner } from "./pci-device-has-one-owner";
import { pciExpressNeedsItsChipset } from "./pci-express-needs-its-chipset";
import { priorityClassIsNotReserved } from "./priority-class-is-not-reserved";
import { quotaAdmitsWorkloads } from "./quota-admits-workloads";
import { rebalancedWorkloadHasDisruptionBudget } from "./rebalanced-workload-has-disruption-budget";
import { rebalancedWorkloadMayBeDisrupted } from "./rebalanced-workload-may-be-disrupted";
import { scaleFromZeroHasTrigger } from "./scale-from-zero-has-trigger";
import { scaledWorkloadHasNoFixedReplicas } from "./scaled-workload-has-no-fixed-replicas";
import { scalerAndVpaOnDifferentResources } from "./scaler-and-vpa-on-different-resources";
import { selectorMatchesPodLabels } from "./selector-matches-pod-labels";
import { singleNodeVolumeIsNotRolled } from "./single-node-volume-is-not-rolled";
import { tierMemoryRequestIsLimit } from "./tier-memory-request-is-limit";
import { vmIdIsUnique } from "./vm-id-is-unique";
import { vpaNamesItsMode } from "./vpa-names-its-mode";

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  antiAffinityFitsNodes,
  containerRequestsCpuAndMemory,
  controlPlaneForCoreOnly,
  coordinatorLabelMatchesWhatActs,
  cronJobDoesNotOverlap,
  daemonSetLeavesOutVirtualNodes,
  deschedulerExcludesKedaScaled,
  disruptionBudgetAllowsEviction,
  disruptionBudgetSelectsItsPods,
  gpuNodePoolHasTaint,
  gpuNodePoolIsKeptUntilEmpty,
  gpuRequestSelectorToleration,
  hardSpreadHonorsTaints,
  helmReleaseIsPinned,
  hostMemoryIsNotOvercommitted,
  imageIsPinned,
  ingressNamesItsClass,
  ipAddressIsUnique,
  limitRangeAdmitsContainers,
  loadBalancerAddressInPool,
  macAddressIsUnique,
  memoryLimitCoversRequest,
  namespaceEnforcesPodSecurity,
  namespaceHasTier,
  namespaceOffloadingHasItsName,
  noBallooningBesideADevice,
  noCpuLimits,
  noDefaultPriorityClassBesideTiers,
  noHostAccess,
  noHostnamePinning,
  noPrivilegedContainers,
  noSecretsInPlainText,
  nodePoolHasLimits,
  oneDefaultPriorityClass,
  oneDefaultStorageClass,
  oneDisruptionBudgetPerPod,
  oneScalerPerWorkload,
  pciDeviceByMapping,
  pciDeviceHasOneOwner,
  pciExpressNeedsItsChipset,
  priorityClassIsNotReserved,
  quotaAdmitsWorkloads,
  rebalancedWorkloadHasDisruptionBudget,
  rebalancedWorkloadMayBeDisrupted,
  scaleFromZeroHasTrigger,
  scaledWorkloadHasNoFixedReplicas,
  scalerAndVpaOnDifferentResources,
  selectorMatchesPodLabels,
  singleNodeVolumeIsNotRolled,
  tierMemoryRequestIsLimit,
  vmIdIsUnique,
  vpaNamesItsMode,
];
