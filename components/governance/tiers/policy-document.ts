/** A Kyverno policy as it is sent to the API server. */
export interface PolicyDocument {
  readonly apiVersion: "policies.kyverno.io/v1" | "kyverno.io/v1";
  readonly kind: "GeneratingPolicy" | "MutatingPolicy" | "ValidatingPolicy" | "ClusterPolicy";
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What a reader of `kubectl get` and of Kyverno's reports is told. */
export function policyMetadata(name: string, title: string, description: string): PolicyDocument["metadata"] {
  return { name, annotations: { "policies.kyverno.io/title": title, "policies.kyverno.io/description": description } };
}
