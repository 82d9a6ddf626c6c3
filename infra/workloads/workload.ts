import type { Container, DisruptionBudget, NodeRequirement, Scaling, Tier, Toleration, Volume } from "./schema";

/** Who may change where a workload runs or how many pods it has; at most one. Seed 000, strategy 3. */
export type Coordinator = "keda" | "descheduler" | "none";

export interface Requests {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  /** Extended resources by name, whole numbers: GPUs and devices. */
  readonly extended: Readonly<Record<string, number>>;
}

/** A workload with every default filled in and every quantity a number. */
export interface Workload {
  /** `namespace/name`, unique in a stack. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet" | "CronJob" | "StaticPod";
  readonly managedBy: "berth" | "argocd" | "flux" | "helm" | "operator" | "talos";
  readonly estimated: boolean;
  readonly note?: string;
  /** Pods at normal load; for a DaemonSet, the number of nodes that it runs on. */
  readonly replicas: number;
  /** Requests of one pod. */
  readonly requests: Requests;
  /** What its running pods request: differs from `requests` where a recommendation is applied. */
  readonly currentRequests: Pick<Requests, "cpuMilli" | "memoryBytes">;
  /** Limits of one pod, where there are any. */
  readonly limits: { readonly cpuMilli?: number; readonly memoryBytes?: number };
  /** Only where `managedBy` is `berth`. */
  readonly containers: readonly Container[];
  readonly podLabels: Readonly<Record<string, string>>;
  readonly tier: Tier;
  /** Belongs on the control plane. */
  readonly core: boolean;
  /** Its own, those of its tier and those that its GPU needs. */
  readonly tolerations: readonly Toleration[];
  /** Hard: its own needs, and those of its GPU and devices. */
  readonly requires: readonly NodeRequirement[];
  /** Where the planned nodes must lie; a failover node need not. */
  readonly target: readonly NodeRequirement[];
  readonly volumes: readonly Volume[];
  readonly antiAffinity?: "node" | "zone";
  /** Id of another workload. */
  readonly colocateWith?: string;
  readonly spread?: { readonly over: "node" | "zone"; readonly maxSkew: number; readonly strict: boolean };
  readonly scaling?: Scaling;
  readonly coordinator: Coordinator;
  readonly disruption?: DisruptionBudget | "operator";
  /** Pods per node in the snapshot. */
  readonly current: Readonly<Record<string, number>>;
  /** Why it may not move; a node-local volume is a reason of its own. */
  readonly immovable?: string;
  readonly pin: "prefer" | "strict";
}

/** Seed 000, strategy 3: the pod-template label that names the coordinator. */
export const coordinatorLabel = "scaling.talos.io/managed-by";
