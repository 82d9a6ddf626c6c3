import { NodeFeatureDiscovery } from "../../components/devices/node-feature-discovery";
import { NvidiaDevicePlugin } from "../../components/devices/nvidia-device-plugin";
import { TierNamespaces } from "../../components/governance/tier-namespaces";
import { Cilium } from "../../components/network/cilium";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { planOutputs } from "../composition/plan-outputs";
import { talosOnProxmox } from "../composition/talos-on-proxmox";
import { deployWorkloadLayer } from "../composition/workload-layer";
import type { Deploy } from "../programs";

/** Mounting volumes into pods and watching a card take more than Talos allows ordinary pods. */
const privilegedNamespaces = ["0-core-democratic-csi", "2-gpu-exporters"];

/**
 * The R730 from the hypervisor up: Talos on its virtual machines, Kubernetes with a network, the card as a resource of
 * whichever node has it, and all that places workloads.
 */
export const deploy: Deploy = ({ stack, plan }) => {
  const { hardware } = stack;
  // What uses the card is deployed by others and names no RuntimeClass: where the card is, NVIDIA's is the default.
  const cluster = talosOnProxmox(stack, { cni: "cilium", nvidiaDefaultRuntime: "nvidia" });
  const provider = cluster.kubernetesProvider;

  const network = new Cilium("cilium", { hardware }, { provider });
  const discovery = new NodeFeatureDiscovery(
    "node-feature-discovery",
    { hardware, placement: emitPlacements(stack, plan).get("node-feature-discovery/nfd-master") },
    { provider, dependsOn: network },
  );
  const card = new NvidiaDevicePlugin("nvidia-device-plugin", { hardware }, { provider, dependsOn: discovery });
  const namespaces = new TierNamespaces(
    "namespaces",
    {
      namespaces: stack.namespaces.filter(({ madeElsewhere }) => !madeElsewhere),
      privileged: privilegedNamespaces,
    },
    { provider },
  );
  deployWorkloadLayer({ stack, plan, provider, after: [network, card, namespaces] });

  return {
    endpoint: hardware.endpoint,
    kubeconfig: cluster.kubeconfig,
    talosconfig: cluster.talosconfig,
    plan: planOutputs(plan),
  };
};
