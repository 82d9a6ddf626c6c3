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

/** Examples of what pods request and what classes they get. */
export const resourceExamples: Readonly<Record<string, RuleExample>> = {
  "container-requests-cpu-and-memory": example([deployment], [...resources, "requests", "cpu"], undefined),
  "memory-limit-covers-request": example([deployment], [...resources, "limits", "memory"], "64Mi"),
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
};
