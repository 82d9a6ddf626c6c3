import type { WorkloadRow } from "../../../infra/workloads/schema";
import { requestsThroughIngress } from "./queries";

/** The cluster's own applications, their language models, and what is being tried out. */
export const applicationWorkloads: readonly WorkloadRow[] = [
  {
    namespace: "catalyst",
    name: "rest",
    kind: "Deployment",
    managedBy: "argocd",
    estimated: true,
    replicas: 6,
    requests: { cpu: "50m", memory: "192Mi" },
    current: { talos01: 5, "talos02-gpu": 1 },
    note: "The seed calls them apps.",
  },
  {
    namespace: "catalyst-llm",
    name: "ollama",
    kind: "Deployment",
    managedBy: "berth",
    containers: [
      {
        name: "ollama",
        image: "docker.io/ollama/ollama:0.20.2",
        // Vulkan is how Ollama uses an Intel GPU; it is off unless asked for.
        env: { OLLAMA_HOST: "0.0.0.0:11434", OLLAMA_VULKAN: "1", OLLAMA_MODELS: "/models" },
        ports: [{ name: "http", containerPort: 11434 }],
        requests: { cpu: "1", memory: "8Gi" },
        limits: { memory: "12Gi" },
      },
    ],
    gpu: { vendor: "intel", model: "arc-130t" },
    volumes: [{ name: "models", storage: "network", mountPath: "/models", storageClass: "nfs-slow", size: "200Gi" }],
    // Any request to the namespace: the web interface and the gateway call it from pod to pod.
    scaling: { minReplicas: 0, maxReplicas: 1, cooldownSeconds: 1800, triggers: [requestsThroughIngress("catalyst-llm")] },
    note: "Not in the snapshot: the seed's llm-scaler kept it at zero. Requests are assumed.",
  },
  {
    namespace: "catalyst-llm",
    name: "rest",
    kind: "Deployment",
    managedBy: "argocd",
    estimated: true,
    replicas: 2,
    requests: { cpu: "50m", memory: "768Mi" },
    current: { talos01: 2 },
    note: "Web interface and model gateway.",
  },
  {
    namespace: "scratch",
    name: "rest",
    kind: "Deployment",
    managedBy: "argocd",
    estimated: true,
    replicas: 3,
    requests: { cpu: "50m", memory: "256Mi" },
    current: { talos01: 3 },
    note: "Development.",
  },
];
