import { controllerOf, type Metadata } from "../api/metadata";
import type { OperatingSystem } from "../../hardware/schema";
import type { Remarks } from "../remarks";
import type { WorkloadRow } from "../../workloads/schema";
import { type ObservedWorkload, workloadId } from "../owners/observed-workload";

type Manager = Exclude<WorkloadRow["managedBy"], "berth">;

/** What Talos deploys by its own manifests, in kube-system. */
const talosManifests: readonly string[] = ["coredns", "kube-flannel", "kube-proxy"];

/**
 * Who deploys a workload, by the marks that deployers leave on what they make: Argo CD's tracking annotation or
 * instance label, Flux' kustomize and helm labels, Helm's annotation or label, an owner reference for operators. Flux
 * and Argo CD go before Helm, whose charts they install. Without any mark: what Talos is known to install is `talos`,
 * everything else is held for an operator's.
 */
export function managedByOf(workload: ObservedWorkload, system: OperatingSystem["kind"], remarks: Remarks): Manager {
  const { kind, namespace, name, owner, pods, ownerKind } = workload;
  if (kind === "StaticPod") {
    return system === "talos" ? "talos" : "operator";
  }
  const metadata = owner ?? pods[0]?.metadata;
  const marked = metadata === undefined ? undefined : markedManager(metadata);
  if (marked !== undefined) {
    return marked;
  }
  if (ownerKind !== kind || (owner !== undefined && controllerOf(owner) !== undefined)) {
    return "operator";
  }
  if (system === "talos" && namespace === "kube-system" && talosManifests.includes(name)) {
    return "talos";
  }
  remarks.add("assumed", workloadId(workload), 'nothing tells who deploys it; the table says managedBy: "operator"', "write who does");
  return "operator";
}

function markedManager({ annotations, labels }: Metadata): Manager | undefined {
  if (annotations["argocd.argoproj.io/tracking-id"] !== undefined || labels["argocd.argoproj.io/instance"] !== undefined) {
    return "argocd";
  }
  if ("kustomize.toolkit.fluxcd.io/name" in labels || "helm.toolkit.fluxcd.io/name" in labels) {
    return "flux";
  }
  const manager = labels["app.kubernetes.io/managed-by"];
  if (annotations["meta.helm.sh/release-name"] !== undefined || manager === "Helm") {
    return "helm";
  }
  return manager === undefined ? undefined : "operator";
}
