import { isVirtualNode } from "../burst/federation/virtual-node";
import type { Node } from "../observe/api/node";
import { isNodeReady } from "./node-obstacles";
import { defineSymptom, type SymptomFinding } from "./symptom";

/** Nodes that say themselves that they are not well. */
export const nodeConditions = defineSymptom({
  name: "node-conditions",
  title: "Nodes that are not well",
  needs: ["nodes"],
  find: ({ nodes }, { stack }) => nodes.flatMap((node) => [...notReady(node), ...pressures(node, stack.name)]),
});

function notReady(node: Node): readonly SymptomFinding[] {
  if (isNodeReady(node)) {
    return [];
  }
  const { name, labels } = node.metadata;
  const message = node.status.conditions.find(({ type }) => type === "Ready")?.message ?? "";
  const finding = { subject: `node ${name}`, seen: `is not ready${message === "" ? "" : `: ${message}`}` };
  if (isVirtualNode(labels)) {
    return [
      {
        severity: "warning",
        ...finding,
        why: "it stands for another cluster, which does not answer, or the tunnel to it is down. Pods over there run on, and may be paid for",
        fix: "kubectl get connections.networking.liqo.io -A; docs/burst.md has what else happens meanwhile",
      },
    ];
  }
  return [
    {
      severity: "critical",
      ...finding,
      why: "its kubelet does not answer, or says that its network or its container runtime is not up",
      fix: `see whether ${name} runs (power, network, kubelet); docs/recovery.md has what to do when it is lost`,
    },
  ];
}

const remedies: Readonly<Record<string, (stack: string) => Pick<SymptomFinding, "why" | "fix">>> = {
  MemoryPressure: (stack) => ({
    why: "less memory is available than the kubelet's threshold. Page cache counts as available where it is not in use, so dropping it mends nothing",
    fix: `limits above requests let pods use more than was planned: npm run plan ${stack} shows their sum for each node; npm run rightsize ${stack}`,
  }),
  DiskPressure: () => ({
    why: "images, logs or volumes fill the kubelet's disk; it removes unused images and ended containers by itself before it says so",
    fix: "kubectl describe node names what it counts; give pods that write much an ephemeral-storage limit, or the node a larger disk",
  }),
  PIDPressure: () => ({
    why: "too many processes run on the node",
    fix: "kubectl top pod shows who is busy; look for a pod that starts processes without end",
  }),
};

function pressures({ metadata, status }: Node, stack: string): readonly SymptomFinding[] {
  return status.conditions.flatMap(({ type, status: value, message }): readonly SymptomFinding[] => {
    const remedy = value === "True" ? remedies[type] : undefined;
    return remedy === undefined
      ? []
      : [
          {
            severity: "warning",
            subject: `node ${metadata.name}`,
            seen: `${type}${message === "" ? "" : `: ${message}`}`,
            ...remedy(stack),
          },
        ];
  });
}
