import type { PatchKind } from "./document";

/**
 * The kernel modules of the NVIDIA extension, which are not loaded by themselves, and the hardening that keeps the
 * container toolkit's eBPF program from being checked.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/configure-your-talos-cluster/hardware-and-drivers/nvidia-gpu
 */
export const nvidia: PatchKind = ({ gpus }) =>
  gpus.some(({ vendor }) => vendor === "nvidia")
    ? [
        {
          machine: {
            kernel: { modules: ["nvidia", "nvidia_uvm", "nvidia_drm", "nvidia_modeset"].map((name) => ({ name })) },
            sysctls: { "net.core.bpf_jit_harden": "1" },
          },
        },
      ]
    : [];
