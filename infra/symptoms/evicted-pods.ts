import type { Tier } from "../workloads/schema";
import type { PodInPlan } from "./cluster-in-plan";
import { defineSymptom, type SymptomFinding } from "./symptom";

/** Pods that a kubelet ended because its node ran short of something. They stay as records until they are deleted. */
export const evictedPods = defineSymptom({
  name: "evicted-pods",
  title: "Evicted pods",
  needs: ["pods"],
  find: (_, { pods, stack }) =>
    pods
      .filter(({ pod }) => pod.status.phase === "Failed" && pod.status.reason === "Evicted")
      .sort((a, b) => (tierOf(a, stack.namespaces) < tierOf(b, stack.namespaces) ? -1 : 1))
      .map((pod) => findingOf(pod, tierOf(pod, stack.namespaces), stack.name)),
});

const importantTiers: readonly string[] = ["0-core", "1-cluster"] satisfies readonly Tier[];

function tierOf({ pod, workload }: PodInPlan, namespaces: readonly { readonly name: string; readonly tier: Tier }[]): string {
  return workload?.tier ?? namespaces.find(({ name }) => name === pod.metadata.namespace)?.tier ?? "unknown";
}

function findingOf({ id, pod }: PodInPlan, tier: string, stack: string): SymptomFinding {
  const { message = "evicted" } = pod.status;
  const overRequest = /was using (\S+), request is ([^,.\s]+)/.exec(message);
  const clean = `kubectl -n ${pod.metadata.namespace} delete pod --field-selector status.phase=Failed removes what is left of it`;
  return {
    severity: importantTiers.includes(tier) ? "critical" : "warning",
    subject: id,
    seen: `tier ${tier}: ${message.trim()}`,
    why:
      overRequest === null
        ? `${pod.spec.nodeName ?? "its node"} ran short; the kubelet ends what uses more than it requests first, and of these the least important`
        : `it used ${overRequest[1] ?? ""} and requests ${overRequest[2] ?? ""}: what uses more than it requests goes first, whatever its tier`,
    fix: `${overRequest === null ? `npm run plan ${stack} shows how full the node is meant to be` : `npm run rightsize ${stack}: request what it uses`}; ${clean}`,
  };
}
