import { TalosCluster } from "../../components/os/talos-cluster";
import { readTalosDocuments } from "../../components/os/talos-documents";
import { deployWorkloadLayer } from "../composition/workload-layer";
import type { Deploy } from "../programs";

/** The least that a stack can be: running Talos machines, and what places and scales workloads. For any tables. */
export const deploySmall: Deploy = ({ stack, plan, config }) => {
  const { hardware } = stack;
  const cluster = new TalosCluster(stack.name, {
    hardware,
    ...(config.talosSecretsFile === undefined ? {} : { secretsFile: config.talosSecretsFile }),
    ...(config.talosDocuments === undefined ? {} : { documents: readTalosDocuments(config.talosDocuments, hardware.machines) }),
  });
  deployWorkloadLayer({ stack, plan, provider: cluster.kubernetesProvider });
  return {};
};
