import { type WorkloadView } from "../cluster";
import { readCel, type CelMessage } from "../cel/literals";
import { Properties, unknownValue } from "../properties";
import { podView } from "./pod";
import { type KubernetesObject } from "./resource";

const namespaceName = "kubernetes.io/metadata.name";
/** What says by `Kind/namespace/name` whose pods a policy places, where its name does not. */
const workloadAnnotation = "berth.dev/workload";
/** Labels that charts and manifests call their application by, the usual first. */
const nameLabels = ["app.kubernetes.io/name", "app", "k8s-app"];

/**
 * The pods that a MutatingPolicy of Kyverno or a MutatingAdmissionPolicy of Kubernetes changes at admission, one view
 * for each namespace that it names, with what it sets on them. Containers stand elsewhere. What its expressions compute
 * at run time is unknown; literals, which placements are made of, are read from their text.
 */
export function placedPods(object: KubernetesObject): readonly WorkloadView[] {
  const spec = object.properties.at("spec");
  const match = spec.at("matchConstraints");
  const concernsPods = match
    .at("resourceRules")
    .list()
    .some((rule) => rule.at("resources").texts().includes("pods"));
  if (!concernsPods) {
    return [];
  }
  const placement = mutatedPod(spec.at("mutations"));
  const pod = podView(new Properties(placement.metadata, "metadata"), new Properties(placement.spec, "spec"), new Properties(undefined));
  const selectedLabels = match.at("objectSelector", "matchLabels").textMap();
  return namespacesOf(match).map((namespace): WorkloadView => {
    const { kind, name } = placedWorkload(object, selectedLabels);
    return {
      type: "workload",
      kind,
      label: `${object.kind} ${object.name} (pods of ${namespace}/${name})`,
      id: `${namespace}/${name}`,
      namespace,
      name,
      urn: object.urn,
      replicas: undefined,
      maxSurge: 0,
      parallelism: 1,
      specPath: "the patched pod's spec",
      pod: withoutContainers(pod, selectedLabels),
    };
  });
}

function withoutContainers(pod: WorkloadView["pod"], selectedLabels: Readonly<Record<string, string>>): WorkloadView["pod"] {
  return {
    get labels() {
      return { ...selectedLabels, ...pod.labels };
    },
    get annotations() {
      return pod.annotations;
    },
    get nodeName() {
      return pod.nodeName;
    },
    get nodeSelector() {
      return pod.nodeSelector;
    },
    get requiredNodeTerms() {
      return pod.requiredNodeTerms;
    },
    get preferredNodeTerms() {
      return pod.preferredNodeTerms;
    },
    get tolerations() {
      return pod.tolerations;
    },
    containers: undefined,
    podLimits: {},
    get priorityClassName() {
      return pod.priorityClassName;
    },
    claimsDevices: false,
    nodeLocalVolume: false,
    localStorage: false,
    persistentVolumeClaims: false,
    claimNames: [],
    hostPaths: [],
    hostNamespaces: [],
    get requiredAntiAffinity() {
      return pod.requiredAntiAffinity;
    },
    get spreads() {
      return pod.spreads;
    },
  };
}

function namespacesOf(match: Properties): readonly string[] {
  const selector = match.at("namespaceSelector");
  const named = selector.at("matchLabels", namespaceName).text();
  if (named !== undefined) {
    return [named];
  }
  const listed = selector
    .at("matchExpressions")
    .list()
    .filter((requirement) => requirement.at("key").text() === namespaceName && requirement.at("operator").text() === "In")
    .flatMap((requirement) => requirement.at("values").texts());
  return listed.length > 0 ? listed : ["*"];
}

function placedWorkload(object: KubernetesObject, selectedLabels: Readonly<Record<string, string>>): Pick<WorkloadView, "kind" | "name"> {
  const [kind, , name] = (object.properties.at("metadata", "annotations", workloadAnnotation).text() ?? "").split("/");
  if (
    name !== undefined &&
    (kind === "Deployment" || kind === "StatefulSet" || kind === "CronJob" || kind === "Job" || kind === "ReplicaSet")
  ) {
    return { kind, name };
  }
  return { kind: "Deployment", name: nameLabels.map((label) => selectedLabels[label]).find((value) => value !== undefined) ?? object.name };
}

interface PartialPod {
  readonly metadata: unknown;
  readonly spec: unknown;
}

/** Puts what the mutations set into an otherwise empty pod. */
function mutatedPod(mutations: Properties): PartialPod {
  const pod: Tree = {};
  for (const mutation of mutations.list()) {
    const applied = mutation.at("applyConfiguration", "expression").text();
    if (applied !== undefined) {
      merge(pod, readCel(applied).value.literal);
    }
    const patches = mutation.at("jsonPatch", "expression").text();
    if (patches !== undefined) {
      readCel(patches)
        .messages.filter(({ name }) => name === "JSONPatch")
        .forEach((patch) => {
          apply(pod, patch);
        });
    }
  }
  return { metadata: pod["metadata"], spec: pod["spec"] };
}

type Tree = Record<string, unknown>;

function apply(pod: Tree, { fields }: CelMessage): void {
  const operation = fields["op"]?.literal;
  const path = fields["path"]?.text ?? "";
  if (operation === "remove" || operation === "test" || !path.startsWith("/")) {
    return;
  }
  const value = fields["value"]?.literal ?? unknownValue;
  merge(pod, nested(keysOf(path), value));
}

/** Labels and node selectors have keys with slashes of their own; every other path is one of field names. */
function keysOf(pointer: string): readonly string[] {
  const map = /^\/(metadata\/labels|metadata\/annotations|spec\/nodeSelector)\/(.+)$/.exec(pointer);
  const fields = map === null ? pointer.slice(1).split("/") : [...(map[1] ?? "").split("/"), map[2] ?? ""];
  return fields.map((field) => field.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function nested(keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) {
    return value;
  }
  // `/spec/tolerations/-` appends to a list.
  return key === "-" || /^\d+$/.test(key) ? [nested(rest, value)] : { [key]: nested(rest, value) };
}

function merge(into: Tree, addition: unknown): void {
  if (!isTree(addition)) {
    return;
  }
  for (const [key, value] of Object.entries(addition)) {
    const present = into[key];
    if (isTree(present) && isTree(value)) {
      merge(present, value);
    } else if (Array.isArray(present) && Array.isArray(value)) {
      const both: readonly unknown[] = present.concat(value);
      into[key] = both;
    } else {
      into[key] = isTree(value) ? copied(value) : value;
    }
  }
}

function copied(tree: Tree): Tree {
  const copy: Tree = {};
  merge(copy, tree);
  return copy;
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
