import { deployment } from "./deployment";
import { example, type Manifest, type RuleExample, withField } from "./manifest";

const resources = ["spec", "template", "spec", "containers", 0, "resources"] as const;

const quota: Manifest = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { namespace: "home", name: "tier" },
  spec: { hard: { "requests.cpu": "1", "requests.memory": "1Gi", pods: "10" } },
};

function priorityClass(name: string): Manifest {
  return { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value: 1000, globalDefault: false };
}

function storageClass(name: string, isDefault: boolean): Manifest {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) } },
    provisioner: "example.com/disk",
  };
}

const limitRange: Manifest = {
  apiVersion: "v1",
  kind: "LimitRange",
  metadata: { namespace: "home", name: "tier" },
  spec: { limits: [{ type: "Container", max: { memory: "4Gi" } }] },
};

const important: Manifest = withField(
  withField(deployment, ["spec", "template", "spec", "priorityClassName"], "1-cluster"),
  [...resources, "limits", "memory"],
  "128Mi",
);

const namespace: Manifest = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "lab", labels: { "berth.dev/tier": "4-aux", "pod-security.kubernetes.io/enforce": "baseline" } },
};

/** Gives the pods of any namespace of the tier its priority. */
const tierPriority: Manifest = {
  apiVersion: "policies.kyverno.io/v1",
  kind: "MutatingPolicy",
  metadata: { name: "tier-priority-4-aux" },
  spec: {
    matchConstraints: {
      namespaceSelector: { matchLabels: { "berth.dev/tier": "4-aux" } },
      resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
    },
    mutations: [
      { patchType: "JSONPatch", jsonPatch: { expression: '[JSONPatch{op: "add", path: "/spec/priorityClassName", value: "4-aux"}]' } },
    ],
  },
};

/** Examples of what pods request and what classes they get. */
export const resourceExamples: Readonly<Record<string, RuleExample>> = {
  "container-requests-cpu-and-memory": example([deployment], [...resources, "requests", "cpu"], undefined),
  "limit-range-admits-containers": example(
    [withField(deployment, [...resources, "limits", "memory"], "4Gi"), limitRange],
    [...resources, "limits", "memory"],
    "4.5Gi",
  ),
  "memory-limit-covers-request": example([deployment], [...resources, "limits", "memory"], "64Mi"),
  "namespace-has-tier": example([namespace], ["metadata", "labels", "berth.dev/tier"], undefined),
  "no-default-priority-class-beside-tiers": example([priorityClass("4-aux"), tierPriority], ["globalDefault"], true),
  "one-default-priority-class": example(
    [priorityClass("ordinary"), withField(priorityClass("preferred"), ["globalDefault"], true)],
    ["globalDefault"],
    true,
  ),
  "one-default-storage-class": example(
    [storageClass("fast", false), storageClass("slow", true)],
    ["metadata", "annotations", "storageclass.kubernetes.io/is-default-class"],
    "true",
  ),
  "priority-class-is-not-reserved": example([priorityClass("important")], ["value"], 2_000_000_000),
  "quota-admits-workloads": example([quota, deployment], ["spec", "hard", "requests.memory"], "192Mi"),
  "tier-memory-request-is-limit": example([important], [...resources, "limits", "memory"], "256Mi"),
};
