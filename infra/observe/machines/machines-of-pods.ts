import { isIPv4 } from "node:net";
import { reservationOf } from "../../hardware/allocatable";
import type { MachineRow } from "../../hardware/schema";
import { dnsLabel } from "../../schema/fields";
import type { Pod } from "../api/pod";
import { isStaticPod } from "../owners/static-pod";
import type { Remarks } from "../remarks";
import { placeholderAddress } from "./address";
import { estimatedPower } from "./power";
import { podRequests } from "../pod-resources";

const gibibyte = 1024 ** 3;

/**
 * Rows for a cluster whose nodes may not be read: the nodes that its pods run on. A node with the static pod of an API
 * server is a control plane; threads and memory are the least powers of two that hold the system and a third more
 * than its pods request. All of it is to be mended by hand, and the remarks say so.
 */
export function machinesOfPods(pods: readonly Pod[], remarks: Remarks): readonly MachineRow[] {
  const byNode = Map.groupBy(pods, ({ spec }) => spec.nodeName ?? "");
  const names = [...byNode.keys()].filter((name) => dnsLabel.safeParse(name).success).sort();
  const controlPlanes = names.filter((name) => (byNode.get(name) ?? []).some(isApiServer));
  if (controlPlanes.length === 0 && names.length > 0) {
    remarks.add("assumed", "control plane", `no pod tells which node is the control plane; the table says ${names[0] ?? ""}`);
  }
  return names.map((name, index) => {
    const here = byNode.get(name) ?? [];
    const requested = here.map((pod) => podRequests(pod.spec, pod.status));
    const isControlPlane = controlPlanes.length === 0 ? index === 0 : controlPlanes.includes(name);
    const role = isControlPlane ? "control-plane" : "worker";
    // Of the systems that it may run, the one that keeps more.
    const system = reservationOf("k3s", role);
    const threads = nextPowerOfTwo((requested.reduce((sum, { cpuMilli }) => sum + cpuMilli, 0) / 0.75 + system.cpuMilli) / 1000);
    const gibibytes = nextPowerOfTwo(
      (requested.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0) / 0.75 + system.memoryBytes) / gibibyte,
    );
    const address = here.map(({ status }) => status.hostIP ?? "").find((candidate) => isIPv4(candidate));
    remarks.add(
      "assumed",
      `node ${name}`,
      "its threads, memory, cards, labels and taints are not known; the table has room for what its pods request and a third more",
      "grant the reading of nodes and observe again, or write them in hardware.ts",
    );
    return {
      name,
      role,
      pool: isControlPlane ? "control-plane" : "general",
      cpu: { model: "unknown", cores: threads, threads },
      memory: `${gibibytes}Gi`,
      power: estimatedPower(threads),
      address: address ?? placeholderAddress(index),
    };
  });
}

function isApiServer(pod: Pod): boolean {
  return isStaticPod(pod) && pod.metadata.namespace === "kube-system" && pod.metadata.name.startsWith("kube-apiserver");
}

function nextPowerOfTwo(least: number): number {
  let power = 1;
  while (power < least) {
    power *= 2;
  }
  return power;
}
