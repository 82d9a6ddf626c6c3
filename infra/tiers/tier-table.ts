import type { Tier } from "../workloads/schema";

/** What a tier gives a namespace and its pods. Quantities are those of Kubernetes. */
export interface TierRow {
  readonly priority: {
    /** Value of its PriorityClass, which has the tier's name. */
    readonly value: number;
    readonly description: string;
  };
  /**
   * What one container gets that says nothing itself, and may have at most. There is no field for a CPU limit: `default`
   * or `max` for CPU alone already puts one on every container.
   */
  readonly limitRange: {
    readonly defaultRequest: { readonly cpu: string; readonly memory: string };
    /** The limit. */
    readonly default: { readonly memory: string };
    readonly max: { readonly memory: string };
  };
  /** What all pods of one namespace may request together. Requests, never limits: a quota on `limits.cpu` demands a CPU limit of every pod. */
  readonly quota: { readonly cpu: string; readonly memory: string; readonly pods: number };
  /**
   * What its workloads are meant to do with memory: request as much as they may use, or less. CPU has no limit, so either
   * way their pods are of the QoS class Burstable.
   */
  readonly memory: "request-is-limit" | "request-below-limit";
  /** Whether what its workloads use varies: decides by how much a recommendation is exceeded. */
  readonly stability: "stable" | "volatile";
}

export type TierTable = Readonly<Record<Tier, TierRow>>;

/** The five tiers of seed 001, "Compute & Resource Management". docs/tiers.md says where they differ from it, and why. */
export const standardTiers: TierTable = {
  "0-core": {
    priority: { value: 900_000, description: "What the cluster itself needs to work" },
    limitRange: { defaultRequest: { cpu: "500m", memory: "512Mi" }, default: { memory: "512Mi" }, max: { memory: "8Gi" } },
    quota: { cpu: "32", memory: "64Gi", pods: 100 },
    memory: "request-is-limit",
    stability: "stable",
  },
  "1-cluster": {
    priority: { value: 700_000, description: "Services that other workloads depend on" },
    limitRange: { defaultRequest: { cpu: "500m", memory: "512Mi" }, default: { memory: "512Mi" }, max: { memory: "4Gi" } },
    quota: { cpu: "16", memory: "32Gi", pods: 30 },
    memory: "request-is-limit",
    stability: "stable",
  },
  "2-gpu": {
    priority: { value: 500_000, description: "Workloads that need a graphics card" },
    limitRange: { defaultRequest: { cpu: "1", memory: "2Gi" }, default: { memory: "2Gi" }, max: { memory: "16Gi" } },
    quota: { cpu: "48", memory: "96Gi", pods: 40 },
    memory: "request-is-limit",
    stability: "volatile",
  },
  "3-edge": {
    priority: { value: 300_000, description: "Services that users reach" },
    limitRange: { defaultRequest: { cpu: "250m", memory: "256Mi" }, default: { memory: "512Mi" }, max: { memory: "4Gi" } },
    quota: { cpu: "16", memory: "32Gi", pods: 30 },
    memory: "request-below-limit",
    stability: "volatile",
  },
  "4-aux": {
    priority: { value: 200_000, description: "What may wait" },
    limitRange: { defaultRequest: { cpu: "250m", memory: "256Mi" }, default: { memory: "512Mi" }, max: { memory: "4Gi" } },
    quota: { cpu: "8", memory: "16Gi", pods: 20 },
    memory: "request-below-limit",
    stability: "stable",
  },
};
