import { Flux } from "../../components/gitops/flux";
import type { GitRepository } from "../../components/gitops/git-repository";
import { TierNamespaces } from "../../components/governance/tier-namespaces";
import { CoreDns } from "../../components/network/coredns";
import { K3sUpgradeController } from "../../components/os/k3s/upgrade-controller";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { k3sOnContabo } from "../composition/k3s-on-contabo";
import { deployNodeAutoscaling } from "../composition/node-autoscaling";
import { planOutputs } from "../composition/plan-outputs";
import { deployWorkloadLayer } from "../composition/workload-layer";
import type { Deploy } from "../programs";

/** Where the applications are described. Assumed: the seed has Flux, and does not say what it reads. */
const repository: GitRepository = { url: "https://git.example.com/talent-mesh/cluster.git", path: "clusters/contabo-europe" };

/** The mesh and the collector of metrics reach into their node. */
const privilegedNamespaces = ["istio-system", "monitoring"];

/**
 * Talent Mesh from nothing up: servers that are rented, K3s on them, names, and then all that places, scales and protects
 * workloads. Flux deploys these.
 */
export const deploy: Deploy = ({ stack, plan, config }) => {
  const { hardware } = stack;
  const cluster = k3sOnContabo(stack, {
    // One pod of CoreDNS and Traefik as the gateway are not what the seed wants.
    disable: ["coredns", "traefik"],
    // Nobody logs in: what has to be done is done through the Kubernetes API, or by a server being replaced.
    sshFrom: [],
  });
  const provider = cluster.kubernetesProvider;

  const placements = emitPlacements(stack, plan);
  const names = stack.workloads.find(({ id }) => id === "kube-system/coredns");
  const dns =
    names === undefined
      ? []
      : [
          new CoreDns(
            "coredns",
            { workload: names, serviceSubnets: hardware.network?.serviceSubnets ?? [], placement: placements.get(names.id) },
            { provider },
          ),
        ];
  const namespaces = new TierNamespaces(
    "namespaces",
    { namespaces: stack.namespaces.filter(({ madeElsewhere }) => !madeElsewhere), privileged: privilegedNamespaces },
    { provider },
  );
  const layer = deployWorkloadLayer({ stack, plan, provider, after: [...dns, namespaces] });
  deployNodeAutoscaling({ stack, config, provider, namespace: "monitoring", after: layer });
  // Last, because pods are placed when they are made: the policies have to be there before them.
  new K3sUpgradeController("upgrade", { hardware }, { provider, dependsOn: [...layer] });
  const priority = placements.get("flux-system/kustomize-controller")?.priorityClassName;
  new Flux("flux", { repository, ...(priority === undefined ? {} : { priorityClassName: priority }) }, { provider, dependsOn: [...layer] });

  return {
    endpoint: hardware.endpoint,
    addresses: cluster.addresses,
    kubeconfig: cluster.kubeconfig,
    plan: planOutputs(plan),
  };
};
