import { deployment } from "./deployment";
import { example, type Manifest, type RuleExample, withField } from "./manifest";

const podSpec = ["spec", "template", "spec"] as const;

const spreading: Manifest = withField(
  deployment,
  [...podSpec, "topologySpreadConstraints"],
  [
    {
      topologyKey: "kubernetes.io/hostname",
      maxSkew: 1,
      whenUnsatisfiable: "DoNotSchedule",
      nodeTaintsPolicy: "Honor",
      labelSelector: { matchLabels: { app: "dashboard" } },
    },
  ],
);

const keepingApart: Manifest = withField(deployment, [...podSpec, "affinity"], {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "dashboard" } } },
    ],
  },
});

const service: Manifest = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { namespace: "home", name: "dashboard", annotations: { "lbipam.cilium.io/ips": "192.168.1.230" } },
  spec: { type: "LoadBalancer", selector: { app: "dashboard" }, ports: [{ port: 80 }] },
};

const addressPool: Manifest = {
  apiVersion: "cilium.io/v2",
  kind: "CiliumLoadBalancerIPPool",
  metadata: { name: "local-network" },
  spec: { blocks: [{ cidr: "192.168.1.224/27" }] },
};

const ingress: Manifest = {
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { namespace: "home", name: "dashboard" },
  spec: { ingressClassName: "nginx", rules: [{ host: "dashboard.example.com" }] },
};

/** Examples of where pods and what leads to them have their place. */
export const placementExamples: Readonly<Record<string, RuleExample>> = {
  "anti-affinity-fits-nodes": { ...example([keepingApart], ["spec", "replicas"], 4), settings: { nodes: 3 } },
  "hard-spread-honors-taints": example([spreading], [...podSpec, "topologySpreadConstraints", 0, "nodeTaintsPolicy"], undefined),
  "ingress-names-its-class": example([ingress], ["spec", "ingressClassName"], undefined),
  "load-balancer-address-in-pool": example([service, addressPool], ["metadata", "annotations", "lbipam.cilium.io/ips"], "192.168.1.20"),
  "selector-matches-pod-labels": example([deployment], ["spec", "selector", "matchLabels", "app"], "dashbord"),
};
