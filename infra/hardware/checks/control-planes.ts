import type { HardwareCheck } from "./check";

const sizes = [1, 3, 5];

/**
 * etcd needs a majority of its members: an even number tolerates no more failures than one member less, and has one
 * more that can fail. @see https://etcd.io/docs/latest/faq/#why-an-odd-number-of-cluster-members
 */
export const checkControlPlanes: HardwareCheck = ({ machines, machineCount }) => {
  const names = machines.filter(({ role }) => role === "control-plane").map(({ name }) => name);
  if (sizes.includes(names.length) || machines.length < machineCount) {
    return [];
  }
  const message =
    names.length === 0
      ? "has no control plane"
      : `has ${names.length} control planes (${names.join(", ")}); etcd survives the loss of ${Math.ceil(names.length / 2) - 1}, as it would with ${names.length - 1}`;
  return [{ path: "machines", message, fix: 'give 1, 3 or 5 machines the role "control-plane"' }];
};
