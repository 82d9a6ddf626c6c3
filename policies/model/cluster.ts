import { type LabelSelector } from "../../infra/selectors/label-selector";
import { type ObjectSubject } from "./object-views";
import { type VirtualMachineView } from "./virtual-machine-view";

/**
 * What the rules look at: the part of a cluster's objects that placement, scaling and disruption depend on, in the
 * field names of the Kubernetes API, whatever it was read from. Reading a field may throw `UndecidableError`: the host
 * that runs a rule reports the subject as undecided and goes on.
 */
export interface ClusterModel {
  readonly subjects: readonly (Subject | UnreadableView)[];
  readonly budgets: readonly BudgetView[];
  readonly scalers: readonly ScalerView[];
  readonly evictors: readonly EvictorView[];
  /** Namespaces that belong on the control plane; absent when only the configuration of a rule can tell. */
  readonly coreNamespaces?: readonly string[];
  /** Nodes that the cluster has; absent when only the configuration of a rule can tell. */
  readonly nodeCount?: number;
  /**
   * PriorityClasses of tiers whose pods request as much memory as they may use; absent when only the configuration of a
   * rule can tell.
   */
  readonly requestIsLimit?: readonly string[];
  /** What guests may have of each host, by its name in Proxmox; absent when only the configuration of a rule can tell. */
  readonly hosts?: readonly { readonly name: string; readonly memoryMiB: number }[];
}

/** What a finding is about. */
export type Subject =
  WorkloadView | BudgetView | ScalerView | LimitRangeView | ResourceQuotaView | ReleaseView | ObjectSubject | VirtualMachineView;

/** The subjects of one type, in the order of the model. */
export function subjectsOfType<Type extends Subject["type"]>(
  { subjects }: ClusterModel,
  type: Type,
): readonly Extract<Subject, { readonly type: Type }>[] {
  return subjects.filter((subject): subject is Extract<Subject, { readonly type: Type }> => subject.type === type);
}

/** An object of which not even so much is known that it can be looked at. Every rule leaves it undecided. */
export interface UnreadableView {
  readonly type: "unreadable";
  readonly label: string;
  readonly urn: string;
  /** The place that is unknown. */
  readonly path: string;
}

export interface SubjectIdentity {
  /** For people, always readable: `Deployment media/sonarr`. */
  readonly label: string;
  /** `namespace/name`, what an exemption names; `-/name` for an object of the whole cluster, `host/name` for a machine. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  /** The Pulumi resource that it was read from. */
  readonly urn?: string;
}

/** Pods of one template: a controller, a bare pod, or what an admission policy makes of pods that others deploy. */
export interface WorkloadView extends SubjectIdentity {
  readonly type: "workload";
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Job" | "CronJob" | "Pod" | "StaticPod";
  /** Pods that it asks for; undefined when that stands elsewhere. */
  readonly replicas: number | undefined;
  /** Of a Deployment: pods that an update starts besides, a count or a percentage as text; 0 for others. */
  readonly maxSurge: number | string;
  /** Of a Job or a CronJob: pods of one run; 1 for others. */
  readonly parallelism: number;
  /** Path of the pod's spec in its source: `spec.template.spec`. */
  readonly specPath: string;
  readonly pod: PodView;
  /** An operator keeps a PodDisruptionBudget for it. */
  readonly budgetKeptByOperator?: boolean;
  /** What its object says beside the pod template; absent where that is not seen. */
  readonly controller?: ControllerView;
}

export interface ControllerView {
  /** Undefined: it names no selector. */
  readonly selector: LabelSelector | undefined;
  /** The number of replicas that it writes down; undefined where it leaves that to others. */
  readonly fixedReplicas: number | undefined;
  /** Of a CronJob. Undefined: `Allow`. */
  readonly concurrencyPolicy: string | undefined;
  /** A new pod starts while the old one still runs. */
  readonly surges: boolean;
}

export interface PodView {
  /** Labels of the pod, not of its controller. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly nodeName: string | undefined;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly requiredNodeTerms: readonly NodeTermView[];
  readonly preferredNodeTerms: readonly NodeTermView[];
  readonly tolerations: readonly TolerationView[];
  /** Undefined when they stand elsewhere, in a chart or a repository that someone else deploys. */
  readonly containers: readonly ContainerView[] | undefined;
  /** Limits of the pod as a whole (Kubernetes 1.34 and later). */
  readonly podLimits: Readonly<Record<string, string>>;
  readonly priorityClassName: string | undefined;
  /** Devices claimed through dynamic resource allocation. */
  readonly claimsDevices: boolean;
  /** Data on one node's disk ties the pods to that node. */
  readonly nodeLocalVolume: boolean;
  /** emptyDir and hostPath: what the descheduler calls local storage. */
  readonly localStorage: boolean;
  readonly persistentVolumeClaims: boolean;
  /** Names of the claims that it mounts and that others make. */
  readonly claimNames: readonly string[];
  /** Paths of its node that it mounts. */
  readonly hostPaths: readonly string[];
  /** `hostNetwork`, `hostPID`, `hostIPC`: what it shares with its node. */
  readonly hostNamespaces: readonly string[];
  /** Pods that it may not share a domain with. */
  readonly requiredAntiAffinity: readonly AntiAffinityView[];
  readonly spreads: readonly SpreadView[];
}

export interface AntiAffinityView {
  readonly topologyKey: string;
  readonly selector: LabelSelector;
  /** Undefined: its own. */
  readonly namespaces: readonly string[] | undefined;
}

/** A topology spread constraint. */
export interface SpreadView {
  readonly path: string;
  readonly topologyKey: string;
  /** Undefined: `DoNotSchedule`. */
  readonly whenUnsatisfiable: string | undefined;
  /** Undefined: `Ignore`. */
  readonly nodeTaintsPolicy: string | undefined;
}

/** One alternative of a node affinity: all of its conditions hold together. */
export interface NodeTermView {
  /** Where it stands in its source. */
  readonly path: string;
  readonly matchExpressions: readonly NodeConditionView[];
  readonly matchFields: readonly NodeConditionView[];
}

export interface NodeConditionView {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

export interface TolerationView {
  /** Undefined: every taint, with the operator `Exists`. */
  readonly key: string | undefined;
  /** Undefined: `Equal`. */
  readonly operator: string | undefined;
  readonly value: string | undefined;
  /** Undefined: every effect. */
  readonly effect: string | undefined;
}

export interface ContainerView {
  readonly name: string;
  /** Where its requests and limits stand in its source: `spec.template.spec.containers[0].resources`. */
  readonly resourcesPath: string;
  /** Quantities as text. */
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
  /** Ends before the others start. */
  readonly startsFirst: boolean;
  /** Undefined where it is not seen. */
  readonly image: string | undefined;
  /** Variables whose value stands in the pod itself. */
  readonly literalEnvironment: readonly VariableView[];
  readonly privileged: boolean;
}

export interface VariableView {
  readonly name: string;
  readonly value: string;
}

/** A PodDisruptionBudget. */
export interface BudgetView extends SubjectIdentity {
  readonly type: "budget";
  /** Undefined: selects nothing. */
  readonly selector: LabelSelector | undefined;
  /** A count, or a percentage as text. */
  readonly minAvailable: number | string | undefined;
  readonly maxUnavailable: number | string | undefined;
}

/** A ScaledObject or an HTTPScaledObject: KEDA decides the replicas of its target. */
export interface ScalerView extends SubjectIdentity {
  readonly type: "scaler";
  readonly targetKind: string;
  readonly targetName: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Kinds of its triggers: `cpu`, `memory`, `cron`, `prometheus`, … */
  readonly triggerTypes: readonly string[];
}

/** One profile of a descheduler: what it may evict, and where. */
export interface EvictorView {
  readonly label: string;
  /** Pods that may be evicted; absent: all. */
  readonly labelSelector?: LabelSelector;
  readonly evictsDaemonSets: boolean;
  readonly evictsSystemCritical: boolean;
  readonly evictsLocalStorage: boolean;
  readonly protectsPersistentVolumeClaims: boolean;
  readonly protectsPodsWithoutBudget: boolean;
  /** Pods of workloads with fewer replicas stay. */
  readonly minReplicas: number;
  /** One for each plugin that is switched on: the pods that it looks at. */
  readonly plugins: readonly EvictingPluginView[];
}

export interface EvictingPluginView {
  readonly name: string;
  readonly includedNamespaces?: readonly string[];
  readonly excludedNamespaces?: readonly string[];
  readonly labelSelector?: LabelSelector;
}

export interface LimitRangeView extends SubjectIdentity {
  readonly type: "limit-range";
  readonly limits: readonly LimitRangeItemView[];
}

export interface LimitRangeItemView {
  readonly type: string;
  readonly default: Readonly<Record<string, string>>;
  readonly defaultRequest: Readonly<Record<string, string>>;
  readonly max: Readonly<Record<string, string>>;
  readonly maxLimitRequestRatio: Readonly<Record<string, string>>;
}

export interface ResourceQuotaView extends SubjectIdentity {
  readonly type: "resource-quota";
  readonly hard: Readonly<Record<string, string>>;
}

/** A Helm release whose rendered objects the program does not see. */
export interface ReleaseView extends SubjectIdentity {
  readonly type: "release";
  /** Paths in its values that set a CPU limit under `resources`. */
  readonly cpuLimitPaths: readonly string[];
  /** The texts in its values that are known, by their paths. */
  readonly texts: readonly { readonly path: string; readonly key: string; readonly text: string }[];
  /** A chart's name, or its reference; a path or an archive carries its version itself. */
  readonly chart: string;
  readonly version: string | undefined;
}
