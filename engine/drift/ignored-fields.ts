import { tierObjectName } from "../../infra/tiers/objects";
import { coordinationOf } from "../../infra/workloads/coordination";
import type { Workload } from "../../infra/workloads/workload";
import type { Path } from "../../rehearsal/providers/diff";
import type { IgnoreRule, LiveObject } from "./ignore-rule";

const metadata = (...fields: readonly string[]): readonly Path[] => fields.map((field) => ["metadata", field]);
const annotations = (...keys: readonly string[]): readonly Path[] => keys.map((key) => ["metadata", "annotations", key]);
/** Every field of an object. */
const whole: Path = [];
const ofKind =
  (...kinds: readonly string[]) =>
  ({ kind }: LiveObject): boolean =>
    kinds.includes(kind);

/** What does not depend on the stack. */
const general: readonly IgnoreRule[] = [
  {
    owner: "Kubernetes",
    reason: "it writes down what it sees and does",
    fields: [
      ["status"],
      ...metadata("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"),
      ...annotations(
        "deployment.kubernetes.io/*",
        "deprecated.daemonset.template.generation",
        "pv.kubernetes.io/*",
        "volume.kubernetes.io/*",
        "volume.beta.kubernetes.io/*",
        "control-plane.alpha.kubernetes.io/*",
      ),
    ],
  },
  {
    owner: "Kubernetes",
    reason: "a volume and its claim are bound to each other",
    concerns: ofKind("PersistentVolume", "PersistentVolumeClaim"),
    fields: [["spec", "volumeName"], ["spec", "claimRef"], ...metadata("finalizers")],
  },
  {
    owner: "kubectl",
    reason: "bookkeeping, and restarts that were asked for",
    fields: [
      ...annotations("kubectl.kubernetes.io/last-applied-configuration"),
      ["spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"],
    ],
  },
  {
    owner: "whoever serves the webhook",
    reason: "it puts its certificate there by itself",
    concerns: ofKind("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "CustomResourceDefinition", "APIService"),
    fields: [
      ["webhooks", "*", "clientConfig", "caBundle"],
      ["spec", "conversion", "webhook", "clientConfig", "caBundle"],
      ["spec", "caBundle"],
    ],
  },
  {
    owner: "Kyverno",
    reason: "its mutation places pods as planned",
    concerns: ofKind("Pod"),
    fields: [
      "affinity",
      "nodeSelector",
      "tolerations",
      "topologySpreadConstraints",
      "priorityClassName",
      "priority",
      "preemptionPolicy",
    ].map((field) => ["spec", field]),
  },
  {
    owner: "Kyverno",
    reason: "it marks what its policies have touched",
    fields: [...annotations("policies.kyverno.io/last-applied-patches", "kyverno.io/*"), ["metadata", "labels", "generate.kyverno.io/*"]],
  },
  {
    owner: "Kyverno",
    reason: "it keeps what a tier gives its namespaces as the tiers' table says",
    concerns: ({ kind, name }) => ["LimitRange", "ResourceQuota"].includes(kind) && name === tierObjectName,
    fields: [whole],
  },
  {
    owner: "Goldilocks",
    reason: "it makes a VPA for each workload of the namespaces that ask for it, and changes it",
    concerns: ({ kind, name }) => kind === "VerticalPodAutoscaler" && name.startsWith("goldilocks-"),
    fields: [whole],
  },
  {
    owner: "Reloader",
    reason: "it restarts pods whose settings have changed",
    fields: [["spec", "template", "metadata", "annotations", "reloader.stakater.com/last-reloaded-from"]],
  },
  {
    owner: "KEDA",
    reason: "it holds on to what it scales",
    concerns: ({ apiVersion }) => apiVersion.startsWith("keda.sh/"),
    fields: [...metadata("finalizers"), ["metadata", "labels", "scaledobject.keda.sh/*"]],
  },
  {
    owner: "Liqo",
    reason: "it holds on to what it peers by, and completes it: who asks, with which certificate, and how a virtual node runs",
    concerns: ({ apiVersion }) => /^[a-z]+\.liqo\.io\//.test(apiVersion),
    fields: [
      ...metadata("finalizers", "ownerReferences"),
      ["metadata", "labels", "configuration.liqo.io/*"],
      ["spec", "csr"],
      ["spec", "consumerClusterID"],
      ["spec", "template"],
      ["spec", "local"],
      ["spec", "offloadingPatch", "labelsNotReflected"],
      ["spec", "offloadingPatch", "annotationsNotReflected"],
    ],
  },
];

/** Whose changes of which fields are none that anybody has to mend, derived from who may touch which workload. */
export function ignoreRules(workloads: readonly Workload[]): readonly IgnoreRule[] {
  return [...general, ...workloads.flatMap(rulesOf)];
}

const controllers = ["Deployment", "StatefulSet", "DaemonSet", "CronJob", "Pod"];

function rulesOf(workload: Workload): readonly IgnoreRule[] {
  const { keda, vpa } = coordinationOf(workload);
  const concerns = ({ kind, namespace, name }: LiveObject): boolean =>
    controllers.includes(kind) && namespace === workload.namespace && name === workload.name;
  return [
    ...(keda.allowed ? [{ owner: "KEDA", reason: `${workload.id}: ${keda.how}`, concerns, fields: [["spec", "replicas"]] }] : []),
    ...(vpa.allowed ? [{ owner: "VPA", reason: `${workload.id}: ${vpa.how}`, concerns, fields: requestFields }] : []),
  ];
}

/** The VPA changes what containers request, and limits in proportion. */
const requestFields: readonly Path[] = [
  ["spec"],
  ["spec", "template", "spec"],
  ["spec", "jobTemplate", "spec", "template", "spec"],
].flatMap((pod) =>
  ["containers", "initContainers"].flatMap((containers) =>
    ["requests", "limits"].map((field): Path => [...pod, containers, "*", "resources", field]),
  ),
);
