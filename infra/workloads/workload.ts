import type { HostPort } from "../placement/problem";
import type { Container, InitContainer, PodLevelResources } from "./container-schema";
import type { Exceptions } from "./exceptions";
import type { PodAffinityTerm, Spread } from "./relations-schema";
import type { DisruptionBudget, NodeRequirement, Rollout, Scaling, Tier, Toleration, Volume } from "./schema";
import type { VerticalScaling } from "./vertical-scaling";

/** Who may change where a workload runs or how many pods it has; at most one. Seed 000, strategy 3. */
export type Coordinator = "keda" | "descheduler" | "none";

export interface Requests {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  /** All other resources by name, in whole units: GPUs, devices, ephemeral storage. */
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
  /** Requests of one pod, as the scheduler counts them. */
  readonly requests: Requests;
  /** What its running pods request: differs from `requests` where a recommendation is applied. */
  readonly currentRequests: Pick<Requests, "cpuMilli" | "memoryBytes">;
  /** Limits of one pod, where there are any. */
  readonly limits: { readonly cpuMilli?: number; readonly memoryBytes?: number };
  /** Only where `managedBy` is `berth`. The first one requests the extended resources of its `gpu`. */
  readonly containers: readonly Container[];
  readonly initContainers: readonly InitContainer[];
  /** What the pod as a whole requests and may use. */
  readonly resources?: PodLevelResources;
  /** Name of its RuntimeClass. */
  readonly runtimeClass?: string;
  /** Ports of its nodes that its pods take. */
  readonly hostPorts: readonly HostPort[];
  readonly podLabels: Readonly<Record<string, string>>;
  readonly tier: Tier;
  /** Belongs on the control plane. */
  readonly core: boolean;
  /** Whether what it uses varies; absent: as its tier says, and `volatile` with a card. */
  readonly stability?: "stable" | "volatile";
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
  readonly podAffinity: readonly PodAffinityTerm[];
  readonly podAntiAffinity: readonly PodAffinityTerm[];
  readonly spreads: readonly Spread[];
  /** As its row says; absent where it says nothing. */
  readonly rollout?: Rollout;
  readonly scaling?: Scaling;
  /** There when the VPA adapts what its containers request. */
  readonly verticalScaling?: VerticalScaling;
  /** `instead`: it prefers the machines of the table and may run on a rented node. `only`: it runs on rented nodes alone. */
  readonly burst?: "instead" | "only";
  readonly coordinator: Coordinator;
  /** Where it departs from the rules of coordination; absent where it does nowhere. */
  readonly exceptions?: Exceptions;
  readonly disruption?: DisruptionBudget | "operator";
  /** Pods per node in the snapshot. */
  readonly current: Readonly<Record<string, number>>;
  /** Why it may not move; a node-local volume is a reason of its own. */
  readonly immovable?: string;
  readonly pin: "prefer" | "strict";
}
