import type { Machine } from "../../infra/hardware/machine";
import type { PlacementNode } from "../../infra/placement/problem";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";

/**
 * The node of a machine as its kubelet would register it: labels, taints and allocatable as the planner counts them.
 * What it has of extended resources it has for pods alone, so their capacity is the same.
 *
 * @param kubernetesVersion Of its kubelet: `1.35.4`.
 */
export function nodeObject(node: PlacementNode, machine: Machine | undefined, kubernetesVersion: string): KubernetesObject {
  const { cpuMilli, memoryBytes, pods, extended } = node.allocatable;
  const extendedQuantities = Object.fromEntries(Object.entries(extended).map(([resource, amount]) => [resource, String(amount)]));
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: node.name, labels: { ...node.labels } },
    spec: { taints: node.taints.map((taint) => ({ ...taint })) },
    status: {
      allocatable: { cpu: `${cpuMilli}m`, memory: String(memoryBytes), pods: String(pods), ...extendedQuantities },
      capacity: {
        cpu: machine === undefined ? `${cpuMilli}m` : String(machine.threads),
        memory: String(machine?.memoryBytes ?? memoryBytes),
        pods: String(pods),
        ...extendedQuantities,
      },
      addresses: [
        ...(machine?.address === undefined ? [] : [{ type: "InternalIP", address: machine.address }]),
        { type: "Hostname", address: node.name },
      ],
      nodeInfo: {
        architecture: "amd64",
        operatingSystem: "linux",
        kubeletVersion: `v${kubernetesVersion}`,
        kubeProxyVersion: "",
        containerRuntimeVersion: "simulated",
        kernelVersion: "simulated",
        osImage: "simulated",
        bootID: "",
        machineID: "",
        systemUUID: "",
      },
    },
  };
}
