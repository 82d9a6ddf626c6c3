import type { PatchKind } from "./document";

/** The one file of containerd's configuration that Talos lets a machine's configuration add, and it may be there once. */
export const containerdFile = "/etc/cri/conf.d/20-customization.part";

/**
 * What containerd does differently, all of it in the one file that Talos lets a configuration add. Talos reads it when it
 * starts: a change needs a reboot.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/configure-your-talos-cluster/images-container-runtime/containerd
 */
export const containerd: PatchKind = ({ gpus }, { settings }) => {
  const sections = [
    ...(settings.spegel ? ['[plugins."io.containerd.cri.v1.images"]\n  discard_unpacked_layers = false\n'] : []),
    ...(settings.nvidiaDefaultRuntime === "nvidia" && gpus.some(({ vendor }) => vendor === "nvidia")
      ? ['[plugins."io.containerd.cri.v1.runtime".containerd]\n  default_runtime_name = "nvidia"\n']
      : []),
  ];
  return sections.length === 0 ? [] : [{ machine: { files: [{ path: containerdFile, op: "create", content: sections.join("\n") }] } }];
};
