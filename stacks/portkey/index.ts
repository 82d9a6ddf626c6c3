import { ArgoCd } from "../../components/gitops/argo-cd";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { planOutputs } from "../composition/plan-outputs";
import { talosOnProxmox } from "../composition/talos-on-proxmox";
import { deployWorkloadLayer } from "../composition/workload-layer";
import type { Deploy } from "../programs";
import { argoCdPlacements, repository } from "./gitops";
import { deployMonitoring } from "./monitoring";
import { deployPlatform } from "./platform";

/**
 * Portkey from bare Proxmox hosts up: images and virtual machines, Talos and its Kubernetes, network, storage, GPUs and
 * backups, then all that places workloads, and what tells when something is amiss. Argo CD deploys the applications.
 */
export const deploy: Deploy = ({ stack, plan }) => {
  const cluster = talosOnProxmox(stack, { cni: "cilium" });
  const provider = cluster.kubernetesProvider;

  const placements = emitPlacements(stack, plan);
  const platform = deployPlatform({ stack, placements, provider });
  const layer = deployWorkloadLayer({ stack, plan, provider, after: platform });
  deployMonitoring({ stack, plan, provider, after: platform });
  // Last, because pods are placed when they are made: the policies have to be there before the applications.
  new ArgoCd("argocd", { repository, placements: argoCdPlacements(placements) }, { provider, dependsOn: [...layer] });

  return {
    endpoint: stack.hardware.endpoint,
    kubeconfig: cluster.kubeconfig,
    talosconfig: cluster.talosconfig,
    plan: planOutputs(plan),
  };
};
