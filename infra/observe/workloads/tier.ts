import { tierNames, type Tier } from "../../workloads/schema";

/** Namespaces by their names, first match wins. What they stand for is in docs/observe.md. */
const byName: readonly (readonly [RegExp, Tier])[] = [
  [
    /^(kube-system|kube-public|kube-node-lease|kube-flannel|cilium.*|calico.*|tigera-.*|metallb.*|longhorn.*|rook-.*|openebs.*|local-path-storage)$/,
    "0-core",
  ],
  [/(^|-)(dev|development|test|tests|staging|sandbox|scratch|tmp|playground|batch)($|-)/, "4-aux"],
  [
    /(^|-)(system|operators?|argocd|flux|cert-manager|external-secrets|external-dns|ingress|traefik|monitoring|observability|logging|grafana|prometheus|databases?|postgres|vault|registry|minio|auth|authentik|keycloak|kyverno|keda|liqo|node-feature-discovery|gatekeeper|velero|istio|linkerd)($|-)/,
    "1-cluster",
  ],
];

/** The tier of a PriorityClass: of Berth's own by their names, and of Kubernetes' two for what the cluster needs. */
export function tierOfPriorityClass(name: string): Tier | undefined {
  return name === "system-cluster-critical" || name === "system-node-critical" ? "0-core" : tierNames.find((tier) => tier === name);
}

/** What is known of the workloads of a namespace. */
export interface NamespaceEvidence {
  /** PriorityClasses of its workloads; empty for those without one. */
  readonly priorityClasses: readonly string[];
  readonly usesGpu: boolean;
}

/**
 * A guess of how important a namespace is: what all its workloads' priority classes say, else what its name says, else
 * `2-gpu` where something asks for a card, else `3-edge`.
 */
export function tierOfNamespace(name: string, { priorityClasses, usesGpu }: NamespaceEvidence): Tier {
  const [first, ...rest] = priorityClasses.map(tierOfPriorityClass);
  if (first !== undefined && rest.every((tier) => tier === first)) {
    return first;
  }
  return byName.find(([pattern]) => pattern.test(name))?.[1] ?? (usesGpu ? "2-gpu" : "3-edge");
}
