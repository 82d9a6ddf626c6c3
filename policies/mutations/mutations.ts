import { type Change, type Mutation } from "./mutation";

const podSpec = ["spec", "template", "spec"] as const;
const container = [...podSpec, "containers", 0] as const;
const podSecurity = ["metadata", "labels", "pod-security.kubernetes.io/enforce"] as const;

function homelab(resource: string, path: Change["path"], value: unknown, ...given: readonly Change[]): Mutation {
  return { stack: "homelab", given, change: { resource, path, value } };
}

/** Deployed by Berth itself: one replica, neither moved nor scaled. */
function exporter(path: Change["path"], value: unknown): Mutation {
  return homelab("media-tdarr-exporter-deployment", path, value);
}

/** Deployed by Berth itself: on a GPU, scaled to zero by KEDA, with a claim. */
function ollama(path: Change["path"], value: unknown, ...given: readonly Change[]): Mutation {
  return homelab("catalyst-llm-ollama-deployment", path, value, ...given);
}

function portkey(resource: string, path: Change["path"], value: unknown): Mutation {
  return { stack: "portkey", change: { resource, path, value } };
}

/** The virtual machines of portkey, each on a host of its own; metal1 has a GPU. */
function metal(index: number, path: Change["path"], value: unknown): Mutation {
  return portkey(`portkey-hosts-metal${index}-vm`, path, value);
}

function contabo(resource: string, path: Change["path"], value: unknown): Mutation {
  return { stack: "contabo", change: { resource, path, value } };
}

function r730(resource: string, path: Change["path"], value: unknown): Mutation {
  return { stack: "r730", change: { resource, path, value } };
}

const gibibyte = 1024 ** 3;

/** What breaks each rule in one of the stacks, by the rule's id. */
export const mutations: Readonly<Record<string, Mutation>> = {
  "anti-affinity-fits-nodes": { stack: "portkey", workload: "ceph-csi-rbd/ceph-csi-rbd-provisioner", row: { replicas: 5 } },
  "container-requests-cpu-and-memory": exporter([...container, "resources", "requests", "cpu"], undefined),
  "control-plane-for-core-only": ollama([...podSpec, "tolerations", 0, "key"], undefined),
  "coordinator-label-matches-what-acts": {
    stack: "contabo",
    change: {
      resource: "platform-services-auth-service-policy",
      path: ["spec", "mutations", 0, "jsonPatch", "expression"],
      text: '("scaling.talos.io/managed-by"), value: "keda"',
      by: '("scaling.talos.io/managed-by"), value: "none"',
    },
  },
  "cron-job-does-not-overlap": { stack: "homelab", exampleBecause: "the CronJobs of the stacks are deployed by others" },
  "daemon-set-leaves-out-virtual-nodes": { stack: "homelab", exampleBecause: "the homelab is peered only when its settings say so" },
  "descheduler-excludes-keda-scaled": {
    stack: "contabo",
    change: {
      resource: "platform-services-auth-service-policy",
      path: ["spec", "mutations", 0, "jsonPatch", "expression"],
      text: '("scaling.talos.io/managed-by"), value: "keda"',
      by: '("scaling.talos.io/managed-by"), value: "descheduler"',
    },
  },
  "disruption-budget-allows-eviction": contabo("ai-services-stt-service-budget-pdb", ["spec", "maxUnavailable"], 0),
  "disruption-budget-selects-its-pods": r730("0-core-traefik-traefik-budget-pdb", ["spec", "selector", "matchLabels"], {}),
  "gpu-node-pool-has-taint": { stack: "homelab", exampleBecause: "the homelab rents nodes only when its settings say so" },
  "gpu-node-pool-is-kept-until-empty": { stack: "homelab", exampleBecause: "the homelab rents nodes only when its settings say so" },
  "gpu-request-selector-toleration": ollama([...podSpec, "tolerations"], []),
  "hard-spread-honors-taints": contabo(
    "upgrade-deployment",
    [...podSpec, "topologySpreadConstraints"],
    [{ topologyKey: "kubernetes.io/hostname", maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" }],
  ),
  "helm-release-is-pinned": portkey("volsync-chart", ["version"], "0.x"),
  "host-memory-is-not-overcommitted": metal(3, ["memory", "dedicated"], 65536),
  "image-is-pinned": exporter([...container, "image"], "docker.io/homeylab/tdarr-exporter:latest"),
  "ingress-names-its-class": { stack: "homelab", exampleBecause: "the Ingresses of the stacks are deployed by others" },
  "ip-address-is-unique": metal(3, ["initialization", "ipConfigs", 0, "ipv4", "address"], "192.168.0.11/24"),
  "limit-range-admits-containers": {
    stack: "r730",
    workload: "4-aux-vaultwarden/vaultwarden",
    row: { limits: { memoryBytes: 5 * gibibyte } },
  },
  "load-balancer-address-in-pool": {
    stack: "homelab",
    exampleBecause: "the Services with addresses of their own are deployed by others",
  },
  "mac-address-is-unique": metal(3, ["networkDevices", 0, "macAddress"], "bc:24:11:00:00:11"),
  "memory-limit-covers-request": exporter([...container, "resources", "limits", "memory"], "16Mi"),
  "namespace-enforces-pod-security": r730("namespaces-4-aux-vaultwarden", podSecurity, undefined),
  "namespace-has-tier": r730("namespaces-4-aux-vaultwarden", ["metadata", "labels", "berth.dev/tier"], "3-edge"),
  "namespace-offloading-has-its-name": { stack: "homelab", exampleBecause: "the homelab is peered only when its settings say so" },
  "no-ballooning-beside-a-device": metal(1, ["memory", "floating"], 4096),
  "no-cpu-limits": exporter([...container, "resources", "limits", "cpu"], "500m"),
  "no-default-priority-class-beside-tiers": r730("priorities-4-aux", ["globalDefault"], true),
  "no-host-access": portkey("intel-gpu-plugin-namespace", podSecurity, "baseline"),
  "no-hostname-pinning": exporter([...podSpec, "nodeName"], "talos03"),
  "no-privileged-containers": exporter([...container, "securityContext", "privileged"], true),
  "no-secrets-in-plain-text": exporter([...container, "env", 0, "name"], "TDARR_PASSWORD"),
  "node-pool-has-limits": { stack: "homelab", exampleBecause: "the homelab rents nodes only when its settings say so" },
  "one-default-priority-class": homelab("priorities-4-aux", ["globalDefault"], true, {
    resource: "priorities-3-edge",
    path: ["globalDefault"],
    value: true,
  }),
  "one-default-storage-class": portkey("nfs-nfs", ["metadata", "annotations", "storageclass.kubernetes.io/is-default-class"], "true"),
  "one-disruption-budget-per-pod": contabo("ai-services-tts-service-budget-pdb", ["spec", "selector", "matchLabels", "app"], "stt-service"),
  "one-scaler-per-workload": {
    stack: "homelab",
    exampleBecause: "a ScaledObject that leaves its workload for another breaks coordinator-label-matches-what-acts as well",
  },
  "pci-device-by-mapping": metal(1, ["hostpcis", 0], { device: "hostpci0", id: "0000:00:02.0", pcie: true }),
  "pci-device-has-one-owner": r730("r730-hosts-k8s-node2-vm", ["hostpcis"], [{ device: "hostpci0", mapping: "tesla-t4", pcie: true }]),
  "pci-express-needs-its-chipset": metal(1, ["machine"], "pc"),
  "priority-class-is-not-reserved": homelab("priorities-0-core", ["value"], 2_000_000_000),
  "quota-admits-workloads": { stack: "r730", workload: "4-aux-vaultwarden/vaultwarden", row: { replicas: 100 } },
  "rebalanced-workload-has-disruption-budget": homelab("monitoring-loki-budget-pdb", ["spec", "maxUnavailable"], 0),
  "rebalanced-workload-may-be-disrupted": {
    stack: "homelab",
    exampleBecause: "what the descheduler may move here is deployed by others, and its rows mark none as both",
  },
  "scale-from-zero-has-trigger": homelab("media-tdarr-node-gpu-scaling-scaler", ["spec", "triggers", 0, "type"], "memory"),
  "scaled-workload-has-no-fixed-replicas": ollama(["spec", "replicas"], 1),
  "scaler-and-vpa-on-different-resources": contabo("platform-services-auth-service-scaling-scaler", ["spec", "triggers", 0, "type"], "cpu"),
  "selector-matches-pod-labels": exporter(["spec", "selector", "matchLabels", "app.kubernetes.io/name"], "tdarr"),
  "single-node-volume-is-not-rolled": ollama(["spec", "strategy", "type"], "RollingUpdate", {
    resource: "catalyst-llm-ollama-models",
    path: ["spec", "accessModes"],
    value: ["ReadWriteOnce"],
  }),
  "tier-memory-request-is-limit": { stack: "r730", workload: "0-core-traefik/traefik", row: { limits: { memoryBytes: 2 * gibibyte } } },
  "vm-id-is-unique": metal(3, ["vmId"], 106),
  "vpa-names-its-mode": contabo("kube-system-coredns-vertical-vpa", ["spec", "updatePolicy", "updateMode"], "Auto"),
};
