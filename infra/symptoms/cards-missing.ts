import { discoveredGpuLabel } from "../hardware/capabilities";
import type { Gpu } from "../hardware/schema";
import type { Node } from "../observe/api/node";
import { gpuVendorOf } from "../observe/machines/gpu-resources";
import { type ClusterInPlan, isLiving, isReady } from "./cluster-in-plan";
import { podsOn } from "./node-room";
import { defineSymptom, type SymptomFinding } from "./symptom";

const vendors = ["intel", "nvidia", "amd"] as const satisfies readonly Gpu["vendor"][];

/** Nodes that a label or the tables say has a card, and that offer none: pods that need it wait. */
export const cardsMissing = defineSymptom({
  name: "cards-missing",
  title: "Nodes whose card cannot be used",
  needs: ["nodes"],
  find: ({ nodes }, cluster) =>
    nodes.flatMap((node) =>
      vendors.flatMap((vendor): readonly SymptomFinding[] => {
        const isLabelled = hasCardLabel(node, vendor);
        const { name } = node.metadata;
        const listed = cluster.stack.hardware.machines.some(
          (machine) => machine.name === name && machine.gpus.some((gpu) => gpu.vendor === vendor),
        );
        if (offersCards(node, vendor) || !(isLabelled || listed)) {
          return [];
        }
        const { key, value } = discoveredGpuLabel[vendor];
        const claims = [...(isLabelled ? [`the label ${key}=${value}`] : []), ...(listed ? ["the hardware table"] : [])];
        return [
          {
            severity: "critical",
            subject: `node ${name}`,
            seen: `offers no ${vendor} card, though ${claims.join(" and ")} ${claims.length === 1 ? "says" : "say"} that it has one`,
            ...causeOf(node, vendor, isLabelled, cluster),
          },
        ];
      }),
    ),
});

/** Whether discovery, or whoever set the label, says that the node has a card of the vendor. */
export function hasCardLabel({ metadata }: Node, vendor: Gpu["vendor"]): boolean {
  const { key, value } = discoveredGpuLabel[vendor];
  return metadata.labels[key] === value;
}

/** Whether the node has a card of the vendor for pods, used or not. */
export function offersCards({ status }: Node, vendor: Gpu["vendor"]): boolean {
  return Object.entries(status.allocatable).some(([resource, count]) => gpuVendorOf(resource) === vendor && Number(count) > 0);
}

function causeOf(
  { metadata }: Node,
  vendor: Gpu["vendor"],
  isLabelled: boolean,
  cluster: ClusterInPlan,
): Pick<SymptomFinding, "why" | "fix"> {
  const plugin = podsOn(metadata.name, cluster).find(({ pod }) => isLiving(pod) && isDevicePlugin(pod.metadata.name, vendor));
  if (!isLabelled) {
    return {
      why: "discovery does not see the card on the node's PCI bus",
      fix: "is node-feature-discovery there, does the virtual machine have the card (docs/hosts.md), is it the machine of the table?",
    };
  }
  if (plugin === undefined) {
    return {
      why: "no device plugin of the vendor runs on it",
      fix: `its DaemonSet selects nodes by label and needs a toleration for each taint of the node; pulumi up -s ${cluster.stack.name} installs it`,
    };
  }
  return isReady(plugin.pod)
    ? {
        why: `${plugin.id} runs and finds no card`,
        fix: "driver or extension of the operating system missing, or the card is not passed through: docs/gpus.md",
      }
    : {
        why: `${plugin.id} is not ready`,
        fix: `kubectl -n ${plugin.pod.metadata.namespace} logs ${plugin.pod.metadata.name}: mostly the driver is missing (docs/gpus.md)`,
      };
}

/** By its name: the plugins of the vendors, and their operators', are called alike in every installation. */
function isDevicePlugin(name: string, vendor: Gpu["vendor"]): boolean {
  return /device-plugin|gpu-plugin|gpuplugin/.test(name) && (name.includes(vendor) || vendor === "amd");
}
