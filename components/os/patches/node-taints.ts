import { UserError } from "../../../infra/diagnostics/user-error";
import { controlPlaneTaint } from "../../../infra/hardware/control-plane-taint";
import type { Machine } from "../../../infra/hardware/machine";
import type { Taint } from "../../../infra/hardware/schema";
import type { MachineConfiguration, PatchKind } from "./document";

/**
 * Taints go the way that works for the role. A control plane's are kept by Talos with credentials of its own, and
 * `node-role.kubernetes.io/control-plane:NoSchedule` is what `allowSchedulingOnControlPlanes: false` means, so it is
 * not listed again. A worker's kubelet may not change its taints (NodeRestriction refuses the update, labels and all),
 * it can only register with them: on a node that exists already they have to be set once by an administrator.
 */
export const nodeTaints: PatchKind = (machine) => {
  if (machine.role === "worker") {
    return machine.taints.length === 0 ? [] : [registered(machine.taints)];
  }
  requirePossible(machine);
  const own = machine.taints
    .filter(({ key }) => key !== controlPlaneTaint.key)
    .map(({ key, value, effect }) => [key, value === "" ? effect : `${value}:${effect}`] as const);
  return [
    {
      ...(own.length === 0 ? {} : { machine: { nodeTaints: Object.fromEntries(own) } }),
      cluster: { allowSchedulingOnControlPlanes: !machine.taints.some(({ key }) => key === controlPlaneTaint.key) },
    },
  ];
};

function registered(taints: readonly Taint[]): MachineConfiguration {
  const registerWithTaints = taints.map(({ key, value, effect }) => ({ key, value, effect }));
  return { machine: { kubelet: { extraConfig: { registerWithTaints } } } };
}

/** Talos keeps one taint for each key of a control plane, and for its own key only the one it sets itself. */
function requirePossible({ name, taints }: Machine): void {
  const impossible = taints.filter(
    (taint, index) =>
      taints.findIndex(({ key }) => key === taint.key) < index ||
      (taint.key === controlPlaneTaint.key && taint.effect !== controlPlaneTaint.effect),
  );
  if (impossible.length > 0) {
    throw new UserError(
      `Talos cannot taint ${name} as its row says`,
      impossible.map(({ key, effect }) => ({
        path: `machines[${name}].taints`,
        value: `${key}:${effect}`,
        message: "cannot be kept by Talos beside another taint of the same key",
        fix: "keep one taint for each key",
      })),
    );
  }
}
