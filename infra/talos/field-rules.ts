import { mainDocument } from "./configuration-documents";

/** When a change counts. */
export type Effect = "at once" | "reboot" | "next upgrade" | "new nodes only";

/**
 * What of the main document Talos changes without a reboot.
 *
 * Source: https://github.com/siderolabs/talos, v1.12, internal/app/machined/pkg/runtime/v1alpha1/v1alpha1_runtime.go,
 * CanApplyImmediate.
 */
const withoutReboot: readonly string[] = [
  "debug",
  "cluster",
  "machine.ca",
  "machine.acceptedCAs",
  "machine.time",
  "machine.certSANs",
  "machine.install",
  "machine.network",
  "machine.sysfs",
  "machine.sysctls",
  "machine.logging",
  "machine.controlPlane",
  "machine.kubelet",
  "machine.kernel",
  "machine.registries",
  "machine.pods",
  "machine.seccompProfiles",
  "machine.nodeAnnotations",
  "machine.nodeLabels",
  "machine.nodeTaints",
  "machine.features.kubernetesTalosAPIAccess",
  "machine.features.kubePrism",
  "machine.features.hostDNS",
  "machine.features.imageCache",
  "machine.features.nodeAddressSortAlgorithm",
];

/** What of the main document may be shown: fields that hold no keys, tokens or passwords. All others are only named. */
const shown: readonly string[] = [
  "debug",
  "machine.type",
  "machine.certSANs",
  "machine.install.disk",
  "machine.install.image",
  "machine.install.wipe",
  "machine.kubelet.image",
  "machine.kubelet.extraConfig",
  "machine.kubelet.nodeIP",
  "machine.kernel",
  "machine.sysfs",
  "machine.sysctls",
  "machine.nodeAnnotations",
  "machine.nodeLabels",
  "machine.nodeTaints",
  "machine.features",
  "cluster.allowSchedulingOnControlPlanes",
  "cluster.clusterName",
  "cluster.controlPlane.endpoint",
  "cluster.network",
  "cluster.proxy.disabled",
  "cluster.apiServer.certSANs",
  "cluster.apiServer.image",
  "cluster.controllerManager.image",
  "cluster.scheduler.image",
];

/** Kinds of documents that hold no secrets. */
const shownKinds: ReadonlySet<string> = new Set([
  "HostnameConfig",
  "LinkAliasConfig",
  "LinkConfig",
  "ResolverConfig",
  "TimeSyncConfig",
  "Layer2VIPConfig",
  "DHCPv4Config",
]);

/** When a change of a field counts. Documents of a kind of their own are never a reason to reboot. */
export function effectOf(document: string, path: readonly string[]): Effect {
  if (document !== mainDocument) {
    return "at once";
  }
  if (startsWith(path, "machine.kubelet.extraConfig.registerWithTaints")) {
    return "new nodes only";
  }
  if (startsWith(path, "machine.install")) {
    return "next upgrade";
  }
  return withoutReboot.some((field) => startsWith(path, field)) ? "at once" : "reboot";
}

/** Whether a field's value may be shown. */
export function isShown(document: string, path: readonly string[]): boolean {
  return document === mainDocument ? shown.some((field) => startsWith(path, field)) : shownKinds.has(document.split(" ")[0] ?? "");
}

function startsWith(path: readonly string[], field: string): boolean {
  return field.split(".").every((part, index) => path[index] === part);
}
