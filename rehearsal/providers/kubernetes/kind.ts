/** A Kubernetes kind, read from a type token of the provider. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  /** It changes single fields of an object that something else owns (`NodePatch`). */
  readonly patch: boolean;
}

/** Kinds of the built-in APIs that stand outside every namespace. */
const clusterScoped: ReadonlySet<string> = new Set([
  "APIService",
  "CSIDriver",
  "CSINode",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "ClusterTrustBundle",
  "CustomResourceDefinition",
  "DeviceClass",
  "FlowSchema",
  "IngressClass",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "ResourceSlice",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
]);

/** API groups whose every kind is built in, so that whether a kind is namespaced is known here. */
const builtInGroup = /^(?:v1|(?:apps|autoscaling|batch|policy)\/.*|[a-z.]+\.k8s\.io\/.*)$/;

/**
 * Reads `kubernetes:<apiVersion>:<Kind>`; the core group is `core/v1` in a token and `v1` in the API.
 *
 * @returns undefined for a token that names no kind.
 */
export function kindOf(token: string): Kind | undefined {
  const match = /^kubernetes:([^:]+):([A-Z]\w*)$/.exec(token);
  const [, version, name] = match ?? [];
  if (version === undefined || name === undefined) {
    return undefined;
  }
  const apiVersion = version.startsWith("core/") ? version.slice("core/".length) : version;
  const patch = name.endsWith("Patch") && name !== "Patch";
  return { apiVersion, kind: patch ? name.slice(0, -"Patch".length) : name, patch };
}

/** The namespace that an object without one lands in: `default` for built-in namespaced kinds, none for the rest. */
export function defaultNamespace({ apiVersion, kind }: Kind): string | undefined {
  return builtInGroup.test(apiVersion) && !clusterScoped.has(kind) ? "default" : undefined;
}
