import { Properties } from "../properties";
import { UndecidableError } from "../undecidable";

/** A resource as Pulumi knows it: its type, name and properties, unknown values replaced by `unknownValue`. */
export interface ResourceSnapshot {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly properties: unknown;
}

/** A Kubernetes object in a Pulumi program. */
export interface KubernetesObject {
  /** Without the version; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly urn: string;
  readonly label: string;
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly properties: Properties;
}

/** `kubernetes:apps/v1:Deployment`, `kubernetes:core/v1:Pod`, `kubernetes:keda.sh/v1alpha1:ScaledObject`. */
const typeToken = /^kubernetes:([^/:]+)\/[^:]+:([A-Za-z0-9]+)$/;

/** Kinds that the rules know and that belong to no namespace. */
const clusterWideKinds: ReadonlySet<string> = new Set([
  "/Namespace",
  "storage.k8s.io/StorageClass",
  "scheduling.k8s.io/PriorityClass",
  "cilium.io/CiliumLoadBalancerIPPool",
  "karpenter.sh/NodePool",
]);

/** The group and kind that a type token stands for, or undefined when it is no Kubernetes object. */
export function groupAndKindOf(type: string): { readonly group: string; readonly kind: string } | undefined {
  const [, group, kind] = typeToken.exec(type) ?? [];
  // A patch resource says what a part of an object shall be: what it sets is judged as the object itself.
  return group === undefined || kind === undefined ? undefined : { group: group === "core" ? "" : group, kind: kind.replace(/Patch$/, "") };
}

/** The resource as a Kubernetes object, or undefined when it is none. */
export function kubernetesObject(resource: ResourceSnapshot): KubernetesObject | undefined {
  const groupAndKind = groupAndKindOf(resource.type);
  if (groupAndKind === undefined) {
    return undefined;
  }
  const properties = new Properties(resource.properties);
  const { group, kind } = groupAndKind;
  // A Helm release carries its name and namespace at the top.
  const metadata = group === "helm.sh" ? properties : properties.at("metadata");
  const isClusterWide = clusterWideKinds.has(`${group}/${kind}`);
  const namespace = (): string => (isClusterWide ? "-" : (metadata.at("namespace").text() ?? "default"));
  // Without a name the provider makes one up from the resource's.
  const name = (): string => metadata.at("name").text() ?? resource.name;
  return {
    group,
    kind,
    urn: resource.urn,
    properties,
    label: readable(() => `${kind} ${isClusterWide ? name() : `${namespace()}/${name()}`}`, `${kind} of resource ${resource.name}`),
    get namespace() {
      return namespace();
    },
    get name() {
      return name();
    },
    get id() {
      return `${namespace()}/${name()}`;
    },
  };
}

/** The preferred text, or the other one where the first needs something unknown. */
export function readable(preferred: () => string, otherwise: string): string {
  try {
    return preferred();
  } catch (error) {
    if (error instanceof UndecidableError) {
      return otherwise;
    }
    throw error;
  }
}
