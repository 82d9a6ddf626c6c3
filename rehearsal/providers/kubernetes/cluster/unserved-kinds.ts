/**
 * API groups whose definitions come with a chart, or with a controller, that a rehearsal may not have: no Go module ships
 * them, or the chart lies in a repository on the network. Their objects are then checked in shape, kept in Pulumi's state
 * alone, and named in the report. The value says where the definitions would come from.
 */
export const definedElsewhere: Readonly<Record<string, string>> = {
  "argoproj.io": "the chart argo-cd",
  "autoscaling.k8s.io": "the chart vertical-pod-autoscaler",
  "cilium.io": "the chart cilium",
  "karpenter.k8s.aws": "the chart karpenter-crd",
  "karpenter.sh": "the chart karpenter-crd",
  "keda.sh": "the chart keda",
  "kustomize.toolkit.fluxcd.io": "the chart flux2",
  "monitoring.coreos.com": "the chart prometheus-operator-crds",
  "nfd.k8s-sigs.io": "the chart node-feature-discovery",
  "policies.kyverno.io": "the chart kyverno",
  "snapshot.storage.k8s.io": "the chart snapshot-controller",
  "source.toolkit.fluxcd.io": "the chart flux2",
  "upgrade.cattle.io": "the system-upgrade-controller, which defines them when it starts",
  "volsync.backube": "the chart volsync",
};

/** Where the definition of a kind would come from; undefined for a kind that the API server has to serve. */
export function definedBy(apiVersion: string): string | undefined {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? undefined : definedElsewhere[apiVersion.slice(0, slash)];
}
