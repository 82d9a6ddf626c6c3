import type { Tier } from "../../../infra/workloads/schema";

/**
 * What a container requests that says nothing: seed 001, "Tier-Based LimitRange". It is the best figure there is for a
 * workload to which the seed gives none.
 */
export const tierDefaults: Readonly<Record<Tier, { readonly cpu: string; readonly memory: string }>> = {
  "0-core": { cpu: "500m", memory: "512Mi" },
  "1-cluster": { cpu: "500m", memory: "512Mi" },
  "2-gpu": { cpu: "1", memory: "2Gi" },
  "3-edge": { cpu: "250m", memory: "256Mi" },
  "4-aux": { cpu: "250m", memory: "256Mi" },
};

/** For rows whose figures are {@link tierDefaults}. */
export const defaultNote = "The seed gives no figures: those of its tier's LimitRange.";
