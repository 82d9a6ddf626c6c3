import { NodeFeatureDiscovery } from "../../components/devices/node-feature-discovery";
import { NvidiaDevicePlugin } from "../../components/devices/nvidia-device-plugin";
import { Goldilocks, goldilocksLabels } from "../../components/governance/goldilocks";
import { TierNamespaces } from "../../components/governance/tier-namespaces";
import { Cilium } from "../../components/network/cilium";
import { UserError } from "../../infra/diagnostics/user-error";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import type { Stack } from "../../infra/stack/stack";
import type { Workload } from "../../infra/workloads/workload";
import { planOutputs } from "../composition/plan-outputs";
import { talosOnProxmox } from "../composition/talos-on-proxmox";
import { deployWorkloadLayer } from "../composition/workload-layer";
import type { Deploy } from "../programs";

const goldilocksNamespace = "1-cluster-goldilocks";

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
    { hardware, placement: emitPlacements(stack, plan).get("node-feature-discovery/nfd-master"), tier: "0-core" },
    { provider, dependsOn: network },
  );
  const card = new NvidiaDevicePlugin("nvidia-device-plugin", { hardware }, { provider, dependsOn: discovery });
  const namespaces = new TierNamespaces(
    "namespaces",
    {
      namespaces: stack.namespaces.filter(({ madeElsewhere }) => !madeElsewhere),
      privileged: privilegedNamespaces,
      labels: goldilocksLabels,
    },
    { provider },
  );
  const layer = deployWorkloadLayer({ stack, plan, provider, after: [network, card, namespaces] });
  // The recommender that it reads is among what others deploy, in kube-system.
  new Goldilocks(
    "goldilocks",
    {
      namespace: goldilocksNamespace,
      controller: rowOf(stack, "goldilocks-controller"),
      dashboard: rowOf(stack, "goldilocks-dashboard"),
      watched: stack.workloads,
    },
    { provider, dependsOn: [...layer] },
  );

  return {
    endpoint: hardware.endpoint,
    kubeconfig: cluster.kubeconfig,
    talosconfig: cluster.talosconfig,
    plan: planOutputs(plan),
  };
};

function rowOf({ workloads }: Stack, name: string): Workload {
  const row = workloads.find(({ id }) => id === `${goldilocksNamespace}/${name}`);
  if (row === undefined) {
    throw new UserError("Goldilocks is not in the plan", [
      { path: `workloads[${goldilocksNamespace}/${name}]`, message: "is missing", fix: "add its row: a plan counts what it requests" },
    ]);
  }
  return row;
}
