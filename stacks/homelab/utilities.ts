import type { UtilityChoices } from "../composition/utilities";

/**
 * The utilities of seed 003: Spegel for its registries, Reloader, and the NFS class of its NAS. The descheduler comes with
 * the workloads. metrics-server and node feature discovery are there already; Flux has them.
 */
export const utilities: UtilityChoices = {
  spegel: {
    mirroredRegistries: [
      "https://docker.io",
      "https://ghcr.io",
      "https://quay.io",
      "https://gcr.io",
      "https://registry.k8s.io",
      "https://mcr.microsoft.com",
      "https://git.daviestechlabs.io",
      "https://public.ecr.aws",
    ],
  },
  reloader: {},
  nfs: {
    // The nodes have to find the NAS by its name, pods' names do not help them.
    server: "candlekeep",
    // Slow beside what is in the machines. Shared data outlives the claim: it is deleted by hand.
    classes: [{ name: "nfs-slow", path: "/kubernetes", reclaimPolicy: "Retain" }],
  },
  monitored: true,
};

/** Seed 003: GPU jobs and git repositories are not to be moved for balance. None of them is in the tables yet. */
export const undisturbedNamespaces: readonly string[] = ["ai-ml", "kuberay", "gitea"];
