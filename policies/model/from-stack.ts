import {
  type NodeSelectorTerm,
  type PodAffinityTerm,
  type PodPlacement,
  type PodPlacements,
  type PodToleration,
} from "../../infra/placement/emit/pod-placement";
import { floorMiB, formatCpuMilli, formatMemoryBytes } from "../../infra/quantities/quantity";
import { type Stack } from "../../infra/stack/stack";
import { evictablePods } from "../../infra/workloads/coordination";
import { isOvercommitted, limitQuantities, quantitiesOf } from "../../infra/workloads/quantities";
import { surgePodsOf } from "../../infra/workloads/rollout";
import { type Workload } from "../../infra/workloads/workload";
import { guestsOf } from "./guests-of-stack";
import { requestIsLimitOf, tierLimitsOf } from "./tier-limits-of-stack";
import { type VerticalAutoscalerView } from "./object-views";
import {
  type AntiAffinityView,
  type BudgetView,
  type ClusterModel,
  type ContainerView,
  type EvictorView,
  type NodeTermView,
  type PodView,
  type ScalerView,
  type TolerationView,
  type WorkloadView,
} from "./cluster";

/**
 * The descheduler that a Berth stack installs, as far as the model knows it: it may evict what is labelled for it,
 * anywhere. What else protects a pod, such as local storage, is left out: the rules then ask for more, not for less.
 */
const stackDescheduler: EvictorView = {
  label: "the descheduler",
  labelSelector: evictablePods,
  evictsDaemonSets: false,
  evictsSystemCritical: false,
  evictsLocalStorage: true,
  protectsPersistentVolumeClaims: false,
  protectsPodsWithoutBudget: false,
  minReplicas: 0,
  plugins: [{ name: "all" }],
};

/** The model of a loaded stack and the placement that was planned for it. Everything is known in it. */
export function clusterFromStack(stack: Stack, placements: PodPlacements): ClusterModel {
  const scalers = stack.workloads.flatMap(scalerOf);
  const budgets = stack.workloads.flatMap(budgetOf);
  return {
    subjects: [
      ...stack.workloads.map((workload) => workloadView(workload, placements.get(workload.id))),
      ...budgets,
      ...scalers,
      ...stack.workloads.flatMap(verticalAutoscalerOf),
      ...guestsOf(stack.hardware),
      ...tierLimitsOf(stack),
    ],
    scalers,
    budgets,
    nodeCount: stack.hardware.machines.length,
    hosts: stack.hardware.hosts.map(({ name, proxmox, memoryBytes, reservedMemoryBytes }) => ({
      name: proxmox?.nodeName ?? name,
      memoryMiB: floorMiB(memoryBytes - reservedMemoryBytes),
    })),
    requestIsLimit: requestIsLimitOf(stack),
    evictors: [stackDescheduler],
    coreNamespaces: stack.namespaces.filter(({ core }) => core).map(({ name }) => name),
  };
}

function workloadView(workload: Workload, placement: PodPlacement | undefined): WorkloadView {
  const path = `workloads[${workload.id}]`;
  return {
    type: "workload",
    kind: workload.kind,
    label: `${workload.kind} ${workload.id}`,
    id: workload.id,
    namespace: workload.namespace,
    name: workload.name,
    replicas: workload.replicas,
    maxSurge: surgePodsOf(workload),
    parallelism: 1,
    specPath: path,
    pod: podView(workload, placement, path),
    budgetKeptByOperator: workload.disruption === "operator",
  };
}

function podView(workload: Workload, placement: PodPlacement | undefined, path: string): PodView {
  const nodeAffinity = placement?.affinity?.nodeAffinity;
  // What is not placed keeps what its table says: whoever deploys it is expected to have written the same.
  const required =
    placement === undefined
      ? [{ matchExpressions: workload.requires }]
      : (nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []);
  const preferred = nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return {
    labels: { ...workload.podLabels, ...placement?.labels },
    annotations: placement?.annotations ?? {},
    nodeName: undefined,
    nodeSelector: placement?.nodeSelector ?? {},
    requiredNodeTerms: required.map((term, index) => nodeTerm(term, `${path}.affinity.nodeAffinity.required[${index}]`)),
    preferredNodeTerms: preferred.map(({ preference }, index) => nodeTerm(preference, `${path}.affinity.nodeAffinity.preferred[${index}]`)),
    tolerations: (placement === undefined ? workload.tolerations : (placement.tolerations ?? [])).map(tolerationView),
    containers: containersOf(workload, path),
    podLimits: quantitiesOf(workload.resources?.limits ?? {}),
    priorityClassName: placement?.priorityClassName,
    claimsDevices: false,
    nodeLocalVolume: workload.volumes.some(({ storage }) => storage === "node-local"),
    localStorage: false,
    persistentVolumeClaims: workload.volumes.length > 0,
    claimNames: [],
    hostPaths: [],
    hostNamespaces: [],
    requiredAntiAffinity: (placement?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map(
      antiAffinityView,
    ),
    spreads: (placement?.topologySpreadConstraints ?? []).map(({ topologyKey, whenUnsatisfiable, nodeTaintsPolicy }, index) => ({
      path: `${path}.spread[${index}]`,
      topologyKey,
      whenUnsatisfiable,
      nodeTaintsPolicy,
    })),
  };
}

function antiAffinityView({ labelSelector, topologyKey, namespaces }: PodAffinityTerm): AntiAffinityView {
  return { topologyKey, selector: labelSelector, namespaces };
}

function nodeTerm(
  { matchExpressions }: NodeSelectorTerm | { readonly matchExpressions: Workload["requires"] },
  path: string,
): NodeTermView {
  return {
    path,
    matchExpressions: matchExpressions.map((condition) => ({
      key: condition.key,
      operator: condition.operator,
      values: "values" in condition ? (condition.values ?? []) : [],
    })),
    matchFields: [],
  };
}

function tolerationView({ key, operator, value, effect }: Workload["tolerations"][number] | PodToleration): TolerationView {
  return { key, operator, value, effect };
}

/** Owned workloads have their containers; of others the table knows the sum, which then stands for one container. */
function containersOf(workload: Workload, path: string): readonly ContainerView[] {
  if (workload.containers.length === 0) {
    const { requests, limits } = workload;
    const fixed = Object.fromEntries(Object.entries(requests.extended).filter(([resource]) => !isOvercommitted(resource)));
    return [
      {
        name: workload.name,
        resourcesPath: path,
        requests: {
          cpu: formatCpuMilli(requests.cpuMilli),
          memory: formatMemoryBytes(requests.memoryBytes),
          ...quantitiesOf({ extended: requests.extended }),
        },
        limits: {
          ...(limits.cpuMilli === undefined ? {} : { cpu: formatCpuMilli(limits.cpuMilli) }),
          ...(limits.memoryBytes === undefined ? {} : { memory: formatMemoryBytes(limits.memoryBytes) }),
          ...quantitiesOf({ extended: fixed }),
        },
        startsFirst: false,
        image: undefined,
        literalEnvironment: [],
        privileged: false,
      },
    ];
  }
  const views = (field: "containers" | "initContainers"): readonly ContainerView[] =>
    workload[field].map((container, index) => ({
      name: container.name,
      resourcesPath: `${path}.${field}[${index}]`,
      requests: quantitiesOf(container.requests),
      limits: limitQuantities(container),
      startsFirst: field === "initContainers" && !("restartPolicy" in container && container.restartPolicy === "Always"),
      image: container.image,
      literalEnvironment: Object.entries(container.env).map(([name, value]) => ({ name, value })),
      privileged: false,
    }));
  return [...views("initContainers"), ...views("containers")];
}

function scalerOf({ id, namespace, name, kind, scaling }: Workload): readonly ScalerView[] {
  return scaling === undefined
    ? []
    : [
        {
          type: "scaler",
          label: `the scaling of ${id}`,
          id,
          namespace,
          name,
          targetKind: kind,
          targetName: name,
          minReplicas: scaling.minReplicas,
          maxReplicas: scaling.maxReplicas,
          triggerTypes: scaling.triggers.map(({ type }) => type),
        },
      ];
}

function verticalAutoscalerOf({ id, namespace, name, kind, verticalScaling }: Workload): readonly VerticalAutoscalerView[] {
  return verticalScaling === undefined
    ? []
    : [
        {
          type: "vertical-autoscaler",
          label: `the vertical scaling of ${id}`,
          id,
          namespace,
          name,
          targetKind: kind,
          targetName: name,
          updateMode: verticalScaling.mode,
          controlledResources: verticalScaling.resources,
        },
      ];
}

function budgetOf({ id, namespace, name, podLabels, disruption }: Workload): readonly BudgetView[] {
  return disruption === undefined || disruption === "operator"
    ? []
    : [
        {
          type: "budget",
          label: `PodDisruptionBudget ${id}`,
          id,
          namespace,
          name,
          selector: { matchLabels: podLabels },
          minAvailable: undefined,
          maxUnavailable: undefined,
          ...disruption,
        },
      ];
}
