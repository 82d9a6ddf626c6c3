import type { Pod } from "../api/pod";

/** Whether the API server's pod mirrors one that a kubelet runs from a file. */
export function isStaticPod({ metadata }: Pick<Pod, "metadata">): boolean {
  return metadata.annotations["kubernetes.io/config.mirror"] !== undefined || metadata.ownerReferences.some(({ kind }) => kind === "Node");
}

/** A static pod's name without the node that its kubelet appends: `kube-apiserver-talos00` is `kube-apiserver`. */
export function staticPodName({ metadata, spec }: Pick<Pod, "metadata" | "spec">): string {
  const suffix = `-${spec.nodeName ?? ""}`;
  return metadata.name.endsWith(suffix) ? metadata.name.slice(0, -suffix.length) : metadata.name;
}
