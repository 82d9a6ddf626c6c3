import type { WorkloadRow } from "../../workloads/schema";
import type { BurstConfig } from "../burst-config";

/** Bursts are on, and rented nodes join the cluster. */
export const nodesMode: BurstConfig = {
  mode: "nodes",
  accountId: "111122223333",
  issuerBucket: "issuer",
  budgetEmails: ["me@example.com"],
};

/** A workload that needs a card which no machine has, and 8 of the 14 GiB of a rented node; scaled from 0 pods to so many. */
export function cardWorkload(maxReplicas: number): WorkloadRow {
  return {
    namespace: "media",
    name: "llm",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "2", memory: "8Gi" },
    gpu: { vendor: "nvidia" },
    replicas: 1,
    scaling: {
      minReplicas: 0,
      maxReplicas,
      triggers: [{ type: "prometheus", serverAddress: "http://mimir/prometheus", query: "up", threshold: 1 }],
    },
  };
}
