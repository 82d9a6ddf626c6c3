import type { Finding } from "../../infra/diagnostics/finding";
import type { GpuNode, GpuPod } from "./trace/model";

interface Use {
  cpuMilli: number;
  memoryMiB: number;
  pods: number;
  readonly deviceMilli: Map<number, number>;
}

/**
 * What is wrong with a placement, from the pods' requests and the nodes' capacities alone: it shares nothing with the
 * code that places. Empty when every placed pod has CPU, memory, and distinct devices of a model that it accepts, and no
 * node or device is given out beyond what it has.
 */
export function checkPlacement(
  nodes: readonly GpuNode[],
  pods: readonly GpuPod[],
  assignments: readonly ({ readonly node: number; readonly devices: readonly number[] } | undefined)[],
): Finding[] {
  const uses = nodes.map((): Use => ({ cpuMilli: 0, memoryMiB: 0, pods: 0, deviceMilli: new Map() }));
  const findings: Finding[] =
    assignments.length === pods.length ? [] : [{ path: "placement", message: `${assignments.length} assignments for ${pods.length} pods` }];
  pods.forEach((pod, index) => {
    const assignment = assignments[index];
    const node = nodes[assignment?.node ?? -1];
    const use = uses[assignment?.node ?? -1];
    if (assignment === undefined) {
      return;
    }
    const path = `pods[${index}] ${pod.name}`;
    if (node === undefined || use === undefined) {
      findings.push({ path, message: "is on a node that does not exist", value: String(assignment.node) });
      return;
    }
    if (new Set(assignment.devices).size !== pod.gpus || assignment.devices.length !== pod.gpus) {
      findings.push({ path, message: `asks for ${pod.gpus} devices`, value: assignment.devices.join() });
    }
    if (assignment.devices.some((device) => !Number.isInteger(device) || device < 0 || device >= node.gpus)) {
      findings.push({ path, message: `is on a device that ${node.name} does not have`, value: assignment.devices.join() });
    }
    if (pod.gpus > 0 && pod.gpuModels.length > 0 && !pod.gpuModels.some((model) => model === node.gpuModel)) {
      findings.push({ path, message: `needs ${pod.gpuModels.join(" or ")}`, value: node.gpuModel });
    }
    use.cpuMilli += pod.cpuMilli;
    use.memoryMiB += pod.memoryMiB;
    use.pods += 1;
    assignment.devices.forEach((device) => use.deviceMilli.set(device, (use.deviceMilli.get(device) ?? 0) + pod.gpuMilli));
  });
  nodes.forEach((node, index) => {
    const use = uses[index];
    const over = (what: string, used: number, capacity: number): void => {
      if (used > capacity) {
        findings.push({ path: node.name, message: `gives out more ${what} than it has`, value: `${used} of ${capacity}` });
      }
    };
    over("CPU (milli)", use?.cpuMilli ?? 0, node.cpuMilli);
    over("memory (MiB)", use?.memoryMiB ?? 0, node.memoryMiB);
    over("pods", use?.pods ?? 0, 1001);
    use?.deviceMilli.forEach((used, device) => {
      over(`of device ${device} (milli)`, used, 1000);
    });
  });
  return findings;
}
