import { UserError } from "../../../infra/diagnostics/user-error";
import { discoveredGpuLabel } from "../../../infra/hardware/capabilities";
import { isKubeletLabel } from "../../../infra/hardware/checks/labels";
import type { Machine } from "../../../infra/hardware/machine";
import type { PatchKind } from "./document";

/** Talos gives it to control planes since 1.12, and load balancers then leave them out. */
const excludedFromLoadBalancers = "node.kubernetes.io/exclude-from-external-load-balancers";

/**
 * The labels that the machine's row gives it, and what no discovery adds on Talos 1.12: `nvidia.com/gpu.present` comes
 * from the GPU operator, which Talos supports from 1.13 on. Control planes that carry workloads also take their share of
 * load balancing.
 */
export const nodeLabels: PatchKind = (machine, { hardware }) => {
  requireKubeletLabels(machine);
  const { key, value } = discoveredGpuLabel.nvidia;
  const shared = machine.role === "control-plane" && hardware.allowSchedulingOnControlPlanes;
  return [
    {
      machine: {
        nodeLabels: {
          ...machine.labels,
          ...(machine.gpus.some(({ vendor }) => vendor === "nvidia") ? { [key]: value } : {}),
          ...(shared ? { [excludedFromLoadBalancers]: { $patch: "delete" } as const } : {}),
        },
      },
    },
  ];
};

/** Talos labels control planes with credentials of its own, to which the kubelet's restriction does not apply. */
function requireKubeletLabels({ name, role, labels }: Machine): void {
  const refused = role === "worker" ? Object.keys(labels).filter((key) => !isKubeletLabel(key)) : [];
  if (refused.length > 0) {
    throw new UserError(
      `Talos cannot label ${name} as its row says`,
      refused.map((key) => ({
        path: `machines[${name}].labels["${key}"]`,
        message: "may not be set by a worker's kubelet, and would keep all its other labels from being set",
        fix: "use a prefix outside kubernetes.io and k8s.io",
      })),
    );
  }
}
