import { PrometheusOperatorCrds } from "../../components/monitoring/prometheus-operator-crds";
import { burstControlPlane } from "../../components/os/patches/burst-home";
import { kubeSpanDocument } from "../../components/os/patches/kube-span";
import { TalosCluster } from "../../components/os/talos-cluster";
import { readTalosDocuments } from "../../components/os/talos-documents";
import { burstAccount } from "../../infra/burst/burst-config";
import { issuerOf } from "../../infra/burst/issuer";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { deployGoals } from "../composition/goals";
import { liqoAtHome } from "../composition/liqo-at-home";
import { loadBurstFederation } from "../composition/load-burst-federation";
import { loadBurstOnAws } from "../composition/load-burst-on-aws";
import { planOutputs } from "../composition/plan-outputs";
import { deployUtilities } from "../composition/utilities";
import { deployWorkloadLayer } from "../composition/workload-layer";
import type { Deploy, DeployArgs } from "../programs";
import { successMetrics } from "./goals";
import { machineDocuments } from "./machine-documents";
import { undisturbedNamespaces, utilities } from "./utilities";

/**
 * The homelab: its running machines with their labels, the utilities of its Kubernetes, all that places and scales
 * workloads, and what tells whether it is as it was planned. With bursts also what rents nodes, for this cluster or as a
 * cluster of its own that this one is peered with: without, neither is even loaded.
 */
export const deploy: Deploy = ({ stack, plan, config }) => {
  const { hardware } = stack;
  const burst = burstOf(stack, config);
  // What another cluster rents never joins this one: its machines and its tokens stay as they are.
  const renting = burst?.pool.mode === "nodes" ? burst : undefined;
  const liqo = liqoAtHome(stack);
  const cluster = new TalosCluster(stack.name, {
    hardware,
    commonDocuments: renting === undefined ? machineDocuments : [...machineDocuments, JSON.stringify(kubeSpanDocument)],
    ...(renting === undefined ? {} : { controlPlaneDocuments: [JSON.stringify(burstControlPlane(renting.issuer))] }),
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
  const federation = burst === undefined || liqo === undefined ? undefined : loadBurstFederation()({ stack, ...burst, liqo, provider });
  const placed = deployWorkloadLayer({
    stack,
    plan,
    provider,
    after: installed,
    undisturbedNamespaces,
    ...(federation === undefined ? {} : { beforeBursts: federation.peer }),
  });
  // The namespace is Argo CD's, and has been there all along.
  deployGoals({ stack, plan, provider, namespace: "monitoring", metrics: successMetrics, after: [kinds] });
  if (renting !== undefined) {
    loadBurstOnAws()({ stack, plan, ...renting, cluster, commonDocuments: machineDocuments, provider, after: placed });
  }
  return {
    endpoint: hardware.endpoint,
    kubeconfig: cluster.kubeconfig,
    plan: planOutputs(plan),
    ...(federation === undefined ? {} : { burstKubeconfig: federation.kubeconfig }),
    // For who deploys Liqo here: it has to be installed with these.
    ...(liqo === undefined || liqo.installed ? {} : { liqoValues: liqo.values }),
  };
};

function burstOf({ burst: pool }: DeployArgs["stack"], config: DeployArgs["config"]) {
  const account = burstAccount(config.burst);
  return account === undefined || pool === undefined
    ? undefined
    : { account, pool, issuer: issuerOf(account.issuerBucket, pool.profile.region) };
}
