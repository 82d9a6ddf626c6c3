import type { LabelSelector } from "../../selectors/label-selector";

/** A node selector requirement as Kubernetes writes it. */
export interface NodeSelectorRequirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
  readonly values?: readonly string[];
}

export interface NodeSelectorTerm {
  readonly matchExpressions: readonly NodeSelectorRequirement[];
}

export interface PodAffinityTerm {
  readonly labelSelector: LabelSelector;
  readonly topologyKey: string;
  /** Default: the pod's own namespace. */
  readonly namespaces?: readonly string[];
  /** Empty: all namespaces. */
  readonly namespaceSelector?: LabelSelector;
}

export interface PodToleration {
  readonly key?: string;
  readonly operator: "Exists" | "Equal";
  readonly value?: string;
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

export interface TopologySpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway";
  readonly labelSelector: { readonly matchLabels: Readonly<Record<string, string>> };
  /** Default 1. */
  readonly minDomains?: number;
  /** Default `Honor`. */
  readonly nodeAffinityPolicy?: "Honor" | "Ignore";
  /** Always said: the default is `Ignore`. */
  readonly nodeTaintsPolicy: "Honor" | "Ignore";
  readonly matchLabelKeys?: readonly string[];
}

/**
 * The part of a pod template that makes kube-scheduler agree with the plan, in the field names of the Kubernetes API.
 * Absent fields are left alone. Hardware needs stand in `nodeSelector`, the planned set in required node affinity,
 * because the descheduler only looks at the latter.
 */
export interface PodPlacement {
  /** Labels for the pod template: the coordinator. */
  readonly labels: Readonly<Record<string, string>>;
  /** Annotations for the pod template: what Karpenter is to leave alone. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms: readonly NodeSelectorTerm[] };
      readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
        readonly weight: number;
        readonly preference: NodeSelectorTerm;
      }[];
    };
    readonly podAffinity?: { readonly requiredDuringSchedulingIgnoredDuringExecution: readonly PodAffinityTerm[] };
    readonly podAntiAffinity?: { readonly requiredDuringSchedulingIgnoredDuringExecution: readonly PodAffinityTerm[] };
  };
  readonly tolerations?: readonly PodToleration[];
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  readonly priorityClassName?: string;
  /**
   * How a Deployment that Berth renders is rolled out where new pods find no room beside the old ones. It belongs to the
   * Deployment, not to its pod template.
   */
  readonly rollout?: { readonly maxSurge: 0; readonly maxUnavailable: 1 };
}

/** The placement of each workload by its id (`namespace/name`). Workloads that nothing can or need place have none. */
export type PodPlacements = ReadonlyMap<string, PodPlacement>;
