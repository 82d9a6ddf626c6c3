import { TalosCluster } from "../../components/os/talos-cluster";
import { planOutputs } from "../composition/plan-outputs";
import { deployWorkloadLayer } from "../composition/workload-layer";
import type { Deploy } from "../programs";
import { machineDocuments } from "./machine-documents";

/** The R730: its virtual machines' Talos, and on their Kubernetes all that places and scales workloads. */
export const deploy: Deploy = ({ stack, plan, config }) => {
  const { hardware } = stack;
  const cluster = new TalosCluster(stack.name, {
    hardware,
    commonDocuments: machineDocuments,
    ...(config.talosSecretsFile === undefined ? {} : { secretsFile: config.talosSecretsFile }),
  });
  deployWorkloadLayer({ stack, plan, provider: cluster.kubernetesProvider });
  return { endpoint: hardware.endpoint, kubeconfig: cluster.kubeconfig, plan: planOutputs(plan) };
};
