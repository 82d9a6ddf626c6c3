import { PrometheusOperatorCrds } from "../../components/monitoring/prometheus-operator-crds";
import { TalosCluster } from "../../components/os/talos-cluster";
import { readTalosDocuments } from "../../components/os/talos-documents";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { deployGoals } from "../composition/goals";
import { planOutputs } from "../composition/plan-outputs";
import { deployUtilities } from "../composition/utilities";
import { deployWorkloadLayer } from "../composition/workload-layer";
import type { Deploy } from "../programs";
import { successMetrics } from "./goals";
import { machineDocuments } from "./machine-documents";
import { undisturbedNamespaces, utilities } from "./utilities";

/**
 * The homelab: its running machines with their labels, the utilities of its Kubernetes, all that places and scales
 * workloads, and what tells whether it is as it was planned.
 */
export const deploy: Deploy = ({ stack, plan, config }) => {
  const { hardware } = stack;
  const cluster = new TalosCluster(stack.name, {
    hardware,
    commonDocuments: machineDocuments,
    settings: { spegel: true },
    ...(config.talosSecretsFile === undefined ? {} : { secretsFile: config.talosSecretsFile }),
    ...(config.talosDocuments === undefined ? {} : { documents: readTalosDocuments(config.talosDocuments, hardware.machines) }),
  });
  const provider = cluster.kubernetesProvider;
  const kinds = new PrometheusOperatorCrds("prometheus-operator-crds", { namespace: "kube-system" }, { provider });
  const installed = deployUtilities({
    stack,
    placements: emitPlacements(stack, plan),
    provider,
    choices: utilities,
    after: [kinds],
  });
  deployWorkloadLayer({ stack, plan, provider, after: installed, undisturbedNamespaces });
  // The namespace is Argo CD's, and has been there all along.
  deployGoals({ stack, plan, provider, namespace: "monitoring", metrics: successMetrics, after: [kinds] });
  return { endpoint: hardware.endpoint, kubeconfig: cluster.kubeconfig, plan: planOutputs(plan) };
};
