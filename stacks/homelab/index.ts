import { TalosCluster } from "../../components/os/talos-cluster";
import { readTalosDocuments } from "../../components/os/talos-documents";
import { planOutputs } from "../composition/plan-outputs";
import { deployWorkloadLayer } from "../composition/workload-layer";
import type { Deploy } from "../programs";
import { machineDocuments } from "./machine-documents";

/** The homelab: its running machines with their labels, and on its Kubernetes all that places and scales workloads. */
export const deploy: Deploy = ({ stack, plan, config }) => {
  const { hardware } = stack;
  const cluster = new TalosCluster(stack.name, {
    hardware,
    commonDocuments: machineDocuments,
    ...(config.talosSecretsFile === undefined ? {} : { secretsFile: config.talosSecretsFile }),
    ...(config.talosDocuments === undefined ? {} : { documents: readTalosDocuments(config.talosDocuments, hardware.machines) }),
  });
  deployWorkloadLayer({ stack, plan, provider: cluster.kubernetesProvider });
  return { endpoint: hardware.endpoint, kubeconfig: cluster.kubeconfig, plan: planOutputs(plan) };
};
