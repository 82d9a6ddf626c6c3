import type { WorkloadRow } from "../../../infra/workloads/schema";
import { lagOf, perReplica } from "./triggers";

type Size = readonly [cpu: string, memory: string];
type Scaling = NonNullable<WorkloadRow["scaling"]>;

interface Service {
  /** Seed 002, "Initial Resource Requests": where each pod begins, and what the VPA may make of it. */
  readonly initial: Size;
  readonly max: Size;
  /** Pods at normal load. */
  readonly replicas: number;
  readonly scaling?: Scaling;
  readonly disruption: NonNullable<WorkloadRow["disruption"]>;
  /** Default: its namespace's. */
  readonly tier?: WorkloadRow["tier"];
  readonly note?: string;
}

/** The platform's and the AI's services: every row of the seed's tables of requests, scalers and budgets. */
export const serviceWorkloads: readonly WorkloadRow[] = [
  service("platform-services", "auth-service", {
    initial: ["50m", "64Mi"],
    max: ["500m", "512Mi"],
    replicas: 2,
    scaling: scaled(2, 4, perReplica('sum(rate(http_requests_total{service="auth"}[2m]))', 100)),
    disruption: { minAvailable: 1 },
    tier: "1-cluster",
  }),
  service("platform-services", "user-service", {
    initial: ["50m", "64Mi"],
    max: ["500m", "512Mi"],
    replicas: 2,
    disruption: { minAvailable: 1 },
  }),
  service("platform-services", "assessment-service", {
    initial: ["100m", "128Mi"],
    max: ["1", "1Gi"],
    replicas: 2,
    scaling: scaled(2, 6, perReplica('sum(active_assessments{service="assessment"})', 6)),
    disruption: { minAvailable: "50%" },
    tier: "1-cluster",
  }),
  service("platform-services", "scheduling-service", {
    initial: ["50m", "64Mi"],
    max: ["300m", "256Mi"],
    replicas: 2,
    disruption: { minAvailable: 1 },
  }),
  service("platform-services", "scoring-service", {
    initial: ["100m", "128Mi"],
    max: ["500m", "512Mi"],
    replicas: 2,
    disruption: { minAvailable: 1 },
  }),
  service("platform-services", "matching-service", {
    initial: ["100m", "128Mi"],
    max: ["500m", "512Mi"],
    replicas: 2,
    disruption: { minAvailable: 1 },
  }),
  service("platform-services", "notification-service", {
    initial: ["50m", "64Mi"],
    max: ["300m", "256Mi"],
    replicas: 1,
    scaling: scaled(0, 3, lagOf("notifications", "notification-consumers", 10, 3)),
    // The seed's "other platform" has two pods and minAvailable 1, which never lets the only one of these go.
    disruption: { maxUnavailable: 1 },
  }),
  service("ai-services", "signaling-service", {
    initial: ["50m", "32Mi"],
    max: ["500m", "256Mi"],
    replicas: 2,
    scaling: scaled(2, 6, perReplica('sum(active_connections{service="signaling"})', 100)),
    disruption: { minAvailable: 1 },
    tier: "1-cluster",
    note: "WebRTC sessions end with their pod.",
  }),
  service("ai-services", "stt-service", {
    initial: ["500m", "1Gi"],
    max: ["2", "3Gi"],
    replicas: 2,
    scaling: scaled(0, 4, lagOf("audio-processing", "stt-consumers", 5, 4)),
    disruption: { maxUnavailable: 1 },
    note: "Two at normal load: the seed counts 2 GB for it.",
  }),
  service("ai-services", "tts-service", {
    initial: ["100m", "128Mi"],
    max: ["500m", "256Mi"],
    replicas: 2,
    scaling: scaled(0, 4, lagOf("text-synthesis", "tts-consumers", 5, 4)),
    disruption: { maxUnavailable: 1 },
    note: "Two at normal load: the seed counts 250 MB for it.",
  }),
  service("ai-services", "llm-gateway", {
    initial: ["100m", "256Mi"],
    max: ["500m", "512Mi"],
    replicas: 2,
    scaling: scaled(0, 3, lagOf("llm-requests", "llm-consumers", 3, 3)),
    disruption: { maxUnavailable: 1 },
    note: "Two at normal load: the seed counts 500 MB for it.",
  }),
];

function service(namespace: string, name: string, row: Service): WorkloadRow {
  const { initial, max, replicas, scaling, disruption, tier, note } = row;
  return {
    namespace,
    name,
    kind: "Deployment",
    managedBy: "flux",
    replicas,
    requests: { cpu: initial[0], memory: initial[1] },
    podLabels: { app: name },
    // Soft, as the seed has it: a pod on a full node is better than one that waits.
    spread: { over: "node" },
    disruption,
    // What starts from zero gets what is recommended whenever it starts; what always runs is changed in place.
    verticalScaling: {
      mode: scaling?.minReplicas === 0 ? "Initial" : "InPlaceOrRecreate",
      max: { cpu: max[0], memory: max[1] },
    },
    ...(scaling === undefined ? {} : { scaling }),
    ...(tier === undefined ? {} : { tier }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Seed 002, "KEDA Configuration": asked every 15 s, at rest after five minutes. */
function scaled(minReplicas: number, maxReplicas: number, trigger: Scaling["triggers"][number]): Scaling {
  return { minReplicas, maxReplicas, pollingSeconds: 15, cooldownSeconds: 300, triggers: [trigger] };
}
