import { type BudgetView, type ClusterModel, type EvictorView, type ScalerView, type Subject, type UnreadableView } from "./cluster";
import { evictorsOf } from "./resources/descheduler";
import { placedPods } from "./resources/mutating-policy";
import { plainObjectKinds, plainObjectView } from "./resources/plain-object";
import { groupAndKindOf, type KubernetesObject, kubernetesObject, type ResourceSnapshot } from "./resources/resource";
import { resourceLimitsView } from "./resources/resource-limits";
import { budgetView, scalerView } from "./resources/scaling";
import { isGuestType, virtualMachineView } from "./resources/virtual-machine";
import { workloadView } from "./resources/workload";
import { Properties } from "./properties";
import { UndecidableError } from "./undecidable";

const mutatingPolicies: ReadonlySet<string> = new Set([
  "policies.kyverno.io/MutatingPolicy",
  "admissionregistration.k8s.io/MutatingAdmissionPolicy",
]);

const relevantKinds: ReadonlySet<string> = new Set([
  ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map((kind) => `apps/${kind}`),
  ...["Job", "CronJob"].map((kind) => `batch/${kind}`),
  ...["Pod", "LimitRange", "ResourceQuota"].map((kind) => `/${kind}`),
  "policy/PodDisruptionBudget",
  "keda.sh/ScaledObject",
  "http.keda.sh/HTTPScaledObject",
  "helm.sh/Release",
  ...plainObjectKinds,
  ...mutatingPolicies,
]);

/** Whether any rule looks at resources of this type: of others not even the properties need to be read. */
export function isRelevantType(type: string): boolean {
  const groupAndKind = groupAndKindOf(type);
  return groupAndKind === undefined ? isGuestType(type) : relevantKinds.has(`${groupAndKind.group}/${groupAndKind.kind}`);
}

/** The model of the Kubernetes objects and Proxmox guests in a Pulumi program, whoever wrote it. In the order of their URNs. */
export function clusterFromResources(resources: readonly ResourceSnapshot[]): ClusterModel {
  const sorted = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
  const objects = sorted.flatMap((resource) => kubernetesObject(resource) ?? []);
  const budgets = objects.flatMap((object): BudgetView[] => optional(budgetView(object)));
  const scalers = objects.flatMap((object): ScalerView[] => optional(scalerView(object)));
  let evictors: readonly EvictorView[] | undefined;
  return {
    subjects: [...objects.flatMap(subjectsOf), ...budgets, ...scalers, ...sorted.flatMap(guestsOf)],
    scalers,
    budgets,
    // Read on first use: an unknown part of a descheduler's policy concerns only the rules that ask for it.
    get evictors() {
      evictors ??= objects.flatMap(evictorsOf);
      return evictors;
    },
  };
}

function subjectsOf(object: KubernetesObject): readonly (Subject | UnreadableView)[] {
  return readably(object, () =>
    mutatingPolicies.has(`${object.group}/${object.kind}`)
      ? placedPods(object)
      : optional<Subject>(workloadView(object) ?? resourceLimitsView(object) ?? plainObjectView(object)),
  );
}

function guestsOf(resource: ResourceSnapshot): readonly (Subject | UnreadableView)[] {
  return readably({ label: `Virtual machine of resource ${resource.name}`, urn: resource.urn }, () =>
    optional(virtualMachineView(resource, new Properties(resource.properties))),
  );
}

function readably(
  { label, urn }: Pick<UnreadableView, "label" | "urn">,
  read: () => readonly Subject[],
): readonly (Subject | UnreadableView)[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof UndecidableError) {
      return [{ type: "unreadable", label, urn, path: error.path }];
    }
    throw error;
  }
}

function optional<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
