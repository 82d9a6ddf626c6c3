import { deployment, disruptionBudget } from "./deployment";
import { example, type Manifest, type RuleExample, withField } from "./manifest";

const otherBudget: Manifest = {
  ...withField(disruptionBudget, ["metadata", "name"], "web"),
  spec: { maxUnavailable: 1, selector: { matchLabels: { app: "web" } } },
};

const coordinator = ["spec", "template", "metadata", "labels", "scaling.talos.io/managed-by"] as const;

/** Scaled by KEDA, and saying so. */
const unfixed: Manifest = withField(withField(deployment, ["spec", "replicas"], undefined), coordinator, "keda");

const scaledObject: Manifest = {
  apiVersion: "keda.sh/v1alpha1",
  kind: "ScaledObject",
  metadata: { namespace: "home", name: "dashboard" },
  spec: {
    scaleTargetRef: { name: "dashboard" },
    minReplicaCount: 1,
    maxReplicaCount: 4,
    triggers: [{ type: "cpu", metricType: "Utilization", metadata: { value: "70" } }],
  },
};

const horizontalAutoscaler: Manifest = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { namespace: "home", name: "api" },
  spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" }, minReplicas: 1, maxReplicas: 3 },
};

const verticalAutoscaler: Manifest = {
  apiVersion: "autoscaling.k8s.io/v1",
  kind: "VerticalPodAutoscaler",
  metadata: { namespace: "home", name: "dashboard" },
  spec: {
    targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "dashboard" },
    updatePolicy: { updateMode: "Initial" },
    resourcePolicy: { containerPolicies: [{ containerName: "*", controlledResources: ["memory"] }] },
  },
};

const cronJob: Manifest = {
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { namespace: "home", name: "backup" },
  spec: {
    schedule: "0 4 * * *",
    concurrencyPolicy: "Forbid",
    jobTemplate: {
      spec: {
        template: {
          metadata: { labels: { app: "backup" } },
          spec: {
            restartPolicy: "OnFailure",
            containers: [
              {
                name: "backup",
                image: "ghcr.io/example/backup:2.1.0",
                resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
              },
            ],
          },
        },
      },
    },
  },
};

const claim: Manifest = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { namespace: "home", name: "dashboard-data" },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
};

const mounting: Manifest = withField(
  withField(
    withField(deployment, ["spec", "replicas"], 1),
    ["spec", "template", "spec", "volumes"],
    [{ name: "data", persistentVolumeClaim: { claimName: "dashboard-data" } }],
  ),
  ["spec", "strategy"],
  { type: "Recreate" },
);

const undisturbed: Manifest = withField(deployment, ["spec", "template", "metadata"], {
  labels: { app: "dashboard", "scaling.talos.io/managed-by": "none" },
  annotations: { "karpenter.sh/do-not-disrupt": "true" },
});

/** Examples of what evicts, scales and restarts pods. */
export const disruptionExamples: Readonly<Record<string, RuleExample>> = {
  "coordinator-label-matches-what-acts": example([unfixed, scaledObject], coordinator, "none"),
  "cron-job-does-not-overlap": example([cronJob], ["spec", "concurrencyPolicy"], undefined),
  "disruption-budget-allows-eviction": example([disruptionBudget, deployment], ["spec", "maxUnavailable"], 0),
  "disruption-budget-selects-its-pods": example([disruptionBudget], ["spec", "selector"], {}),
  "one-disruption-budget-per-pod": example(
    [otherBudget, disruptionBudget, deployment],
    ["spec", "selector", "matchLabels", "app"],
    "dashboard",
  ),
  "one-scaler-per-workload": example([horizontalAutoscaler, scaledObject, unfixed], ["spec", "scaleTargetRef", "name"], "dashboard"),
  "rebalanced-workload-may-be-disrupted": example([undisturbed, disruptionBudget], coordinator, "descheduler"),
  "scale-from-zero-has-trigger": example([scaledObject, unfixed], ["spec", "minReplicaCount"], 0),
  "scaled-workload-has-no-fixed-replicas": example([unfixed, scaledObject], ["spec", "replicas"], 2),
  "scaler-and-vpa-on-different-resources": example(
    [verticalAutoscaler, scaledObject, unfixed],
    ["spec", "resourcePolicy", "containerPolicies", 0, "controlledResources"],
    ["cpu", "memory"],
  ),
  "single-node-volume-is-not-rolled": example([mounting, claim], ["spec", "strategy", "type"], "RollingUpdate"),
  "vpa-names-its-mode": example([verticalAutoscaler], ["spec", "updatePolicy", "updateMode"], "Auto"),
};
