import { canonical } from "../../infra/burst/federation/federation-schema";
import type { StackDefinition } from "../../infra/stack/definition";
import { requestsThroughIngress } from "./workloads/queries";

/**
 * What the homelab may rent: seed 000, strategy 5, "Provision AWS GPU nodes on-demand for LLM workloads". The seed names
 * g4dn.xlarge on the spot market; the others are there because that one alone is often not to be had. Region, limits,
 * ceiling, lifetime and everything under `local` are assumptions.
 */
export const burst: NonNullable<StackDefinition["burst"]> = {
  provider: "aws",
  region: "us-east-1",
  zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
  network: { cidr: "10.70.0.0/16" },
  // docs/burst.md says how it is made.
  image: {
    owner: "self",
    name: "talos-v1.12.11-nvidia-amd64",
    extensions: ["siderolabs/nvidia-open-gpu-kernel-modules-lts", "siderolabs/nvidia-container-toolkit-lts"],
  },
  // Room for the system, the image of Ollama and the models.
  diskGiB: 100,
  instanceTypes: [
    {
      name: "g4dn.xlarge",
      vcpus: 4,
      memory: "16Gi",
      gpu: { model: "t4", memory: "16Gi" },
      onDemandPerHour: 0.526,
      spotPerHour: 0.21,
    },
    {
      name: "g4dn.2xlarge",
      vcpus: 8,
      memory: "32Gi",
      gpu: { model: "t4", memory: "16Gi" },
      onDemandPerHour: 0.752,
      spotPerHour: 0.3,
    },
    {
      name: "g6.xlarge",
      vcpus: 4,
      memory: "16Gi",
      gpu: { model: "l4", memory: "24Gi" },
      onDemandPerHour: 0.8048,
      spotPerHour: 0.33,
    },
    {
      name: "g5.xlarge",
      vcpus: 4,
      memory: "16Gi",
      gpu: { model: "a10g", memory: "24Gi" },
      onDemandPerHour: 1.006,
      spotPerHour: 0.41,
    },
  ],
  capacityTypes: ["spot", "on-demand"],
  prices: {
    currency: "USD",
    asOf: "2026-01-19",
    source: "on demand: EC2 price list for us-east-1, without VAT; spot: assumed at 40 % of it",
  },
  limits: { cpu: "8", memory: "32Gi", gpus: 1 },
  idleMinutes: 10,
  lifetimeHours: 12,
  ceilingPerMonth: 30,
  coldStart: { minutes: 6, note: "estimate: 30 s until KEDA looks, 2 min for the machine, 1 min to join, 2 to 3 min for image and model" },
  local: {
    name: "a machine with a card of 16 GB",
    idleWatts: 45,
    fullWatts: 220,
    pricePerKilowattHour: 0.35,
    note: "assumed: measure yours at the plug",
  },
  // For mode federation. Networks at home are assumed: docs/burst.md says how to look them up.
  federation: {
    instanceType: "t4g.medium",
    arch: "arm64",
    vcpus: 2,
    memory: "4Gi",
    zone: "us-east-1a",
    diskGiB: 20,
    image: { owner: canonical, name: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-*" },
    nodeImage: { owner: "amazon", name: "Deep Learning Base OSS Nvidia Driver GPU AMI (Ubuntu 24.04) *" },
    k3sVersion: "v1.35.4+k3s1",
    // Home has no fixed address. Who has no certificate gets nothing from the API.
    apiFrom: ["0.0.0.0/0"],
    onDemandPerHour: 0.0336,
    addressPerHour: 0.005,
    diskPerGibibyteMonth: 0.08,
    liqo: {
      home: { podCidr: "10.244.0.0/16", serviceCidr: "10.96.0.0/12", localNetworks: ["192.168.1.0/24"] },
      support: {
        namespaces: [{ name: "liqo-tenant-homelab-burst", tier: "1-cluster", note: "The peering with the cluster in the cloud" }],
        workloads: [
          {
            namespace: "liqo-tenant-homelab-burst",
            name: "rest",
            kind: "Deployment",
            managedBy: "operator",
            estimated: true,
            replicas: 2,
            requests: { cpu: "10m", memory: "64Mi" },
            note: "The tunnel's end and what stands for the virtual node. Liqo requests nothing for them: what they use is assumed.",
          },
        ],
      },
    },
  },
  support: {
    namespaces: [{ name: "karpenter", tier: "1-cluster", note: "Rents nodes" }],
    workloads: [
      {
        namespace: "karpenter",
        name: "karpenter",
        kind: "Deployment",
        managedBy: "helm",
        requests: { cpu: "100m", memory: "256Mi" },
        limits: { memory: "512Mi" },
        note: "It has to run at home: what it rents would go with it.",
      },
      {
        namespace: "kube-system",
        name: "talos-cloud-controller-manager",
        kind: "Deployment",
        managedBy: "helm",
        requests: { cpu: "10m", memory: "64Mi" },
        requires: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" }],
        note: "Requests and node selector are the chart's.",
      },
    ],
  },
  workloads: [
    {
      namespace: "catalyst-llm",
      name: "ollama-burst",
      kind: "Deployment",
      managedBy: "berth",
      containers: [
        {
          name: "ollama",
          image: "docker.io/ollama/ollama:0.20.2",
          // The models are loaded from their registry into the node's own disk: 200 GiB at home are behind a line of some Mbit/s.
          env: { OLLAMA_HOST: "0.0.0.0:11434", OLLAMA_KEEP_ALIVE: "30m" },
          ports: [{ name: "http", containerPort: 11434 }],
          requests: { cpu: "2", memory: "8Gi" },
          limits: { memory: "12Gi" },
        },
      ],
      gpu: { vendor: "nvidia" },
      // The card of the snapshot's machines is an Intel Arc: what is too large for it comes here.
      target: [],
      scaling: {
        minReplicas: 0,
        maxReplicas: 1,
        pollingSeconds: 15,
        // Shorter than the Arc's: each hour is paid for. Longer than a cold start, so that a pause in a talk costs none.
        cooldownSeconds: 900,
        triggers: [requestsThroughIngress("catalyst-llm", ["ollama-burst"])],
      },
      replicas: 1,
      note: "Replaces the seed's custom llm-scaler. Requests are assumed.",
    },
  ],
};
