import { descheduler, deployment, disruptionBudget } from "./deployment";
import { type Manifest, type RuleExample, example, withField } from "./manifest";

const podSpec = ["spec", "template", "spec"] as const;

const coordinator = ["spec", "template", "metadata", "labels", "scaling.talos.io/managed-by"] as const;
const scaled: Manifest = withField(withField(deployment, coordinator, "keda"), ["spec", "replicas"], undefined);
const rebalanced: Manifest = withField(deployment, coordinator, "descheduler");

const scaledObject: Manifest = {
  apiVersion: "keda.sh/v1alpha1",
  kind: "ScaledObject",
  metadata: { namespace: "home", name: "dashboard" },
  spec: {
    scaleTargetRef: { name: "dashboard" },
    minReplicaCount: 0,
    maxReplicaCount: 2,
    triggers: [{ type: "cron", metadata: { timezone: "Europe/Berlin", start: "0 8 * * *", end: "0 22 * * *", desiredReplicas: "2" } }],
  },
};

const gpuWorkload: Manifest = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { namespace: "media", name: "jellyfin" },
  spec: {
    selector: { matchLabels: { app: "jellyfin" } },
    template: {
      metadata: { labels: { app: "jellyfin" } },
      spec: {
        nodeSelector: { "intel.feature.node.kubernetes.io/gpu": "true" },
        tolerations: [{ key: "gpu.intel.com/i915", operator: "Exists", effect: "NoSchedule" }],
        containers: [
          {
            name: "app",
            image: "ghcr.io/example/jellyfin:10.11.0",
            resources: {
              requests: { cpu: "500m", memory: "1Gi", "gpu.intel.com/i915": 1 },
              limits: { memory: "4Gi", "gpu.intel.com/i915": 1 },
            },
          },
        ],
      },
    },
  },
};

/** Examples of who may place, scale and move a workload. */
export const coordinationExamples: Readonly<Record<string, RuleExample>> = {
  "control-plane-for-core-only": example(
    [withField(deployment, [...podSpec, "tolerations"], [{ key: "example.com/dedicated", operator: "Exists" }])],
    [...podSpec, "tolerations", 0, "key"],
    undefined,
  ),
  "descheduler-excludes-keda-scaled": example([scaled, scaledObject, disruptionBudget, descheduler], coordinator, "descheduler"),
  "gpu-request-selector-toleration": example([gpuWorkload], [...podSpec, "tolerations"], []),
  "no-cpu-limits": example([deployment], [...podSpec, "containers", 0, "resources", "limits", "cpu"], "500m"),
  "no-hostname-pinning": example([deployment], [...podSpec, "nodeSelector", "kubernetes.io/hostname"], "talos03"),
  "rebalanced-workload-has-disruption-budget": example([disruptionBudget, rebalanced, descheduler], ["spec", "maxUnavailable"], 0),
};
