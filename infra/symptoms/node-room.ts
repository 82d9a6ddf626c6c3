import type { Node } from "../observe/api/node";
import { podRequests, type PodRequests } from "../observe/pod-resources";
import { cpuMilli, formatCpuMilli, formatMemoryBytes, memoryBytes } from "../quantities/quantity";
import { type ClusterInPlan, isLiving, type PodInPlan } from "./cluster-in-plan";

/** What a pod requests and a node has not got free, in words: `needs 500m CPU, 200m of 4 is free`. */
export function lackingRoom(requests: PodRequests, node: Node, cluster: ClusterInPlan): readonly string[] {
  const there = podsOn(node.metadata.name, cluster).map(({ pod }) => podRequests(pod.spec, pod.status));
  const used = (amount: (requests: PodRequests) => number): number => there.reduce((sum, each) => sum + amount(each), 0);
  const { allocatable } = node.status;
  const [cpu, memory, pods] = [
    cpuMilli(allocatable["cpu"] ?? "0"),
    memoryBytes(allocatable["memory"] ?? "0"),
    Number(allocatable["pods"] ?? "0"),
  ];
  const freeCpu = cpu - used((each) => each.cpuMilli);
  const freeMemory = memory - used((each) => each.memoryBytes);
  return [
    ...(requests.cpuMilli > freeCpu
      ? [lacks(`${formatCpuMilli(requests.cpuMilli)} CPU`, formatCpuMilli(Math.max(0, freeCpu)), formatCpuMilli(cpu))]
      : []),
    ...(requests.memoryBytes > freeMemory
      ? [
          lacks(
            `${formatMemoryBytes(requests.memoryBytes)} of memory`,
            formatMemoryBytes(Math.max(0, freeMemory)),
            formatMemoryBytes(memory),
          ),
        ]
      : []),
    ...Object.entries(requests.others).flatMap(([resource, count]) => {
      const all = memoryBytes(allocatable[resource] ?? "0");
      const free = all - used((each) => each.others[resource] ?? 0);
      return count > free ? [lacks(`${count} ${resource}`, String(Math.max(0, free)), String(all))] : [];
    }),
    ...(pods > 0 && there.length >= pods ? [`has its ${pods} pods`] : []),
  ];
}

function lacks(needed: string, free: string, all: string): string {
  return `needs ${needed}, ${free} of ${all} is free`;
}

/** Pods that hold room on a node. */
export function podsOn(node: string, { pods }: ClusterInPlan): readonly PodInPlan[] {
  return pods.filter(({ pod }) => pod.spec.nodeName === node && (isLiving(pod) || pod.metadata.deletionTimestamp !== undefined));
}
