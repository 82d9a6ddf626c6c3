/** Namespaces whose pods Kyverno never sees, by its chart's defaults: a policy for them would do nothing. */
export const namespacesWithoutKyverno: readonly string[] = ["kube-node-lease", "kube-public", "kube-system", "kyverno"];
