import type { HardwareCheck } from "./check";
import { repeated } from "./repeated";

/** Virtual machines and containers of one Proxmox cluster share one range of ids. */
export const checkVmIds: HardwareCheck = ({ machines, containers }) => {
  const ids = [
    ...machines.flatMap(({ name, vm }) =>
      vm === undefined ? [] : [{ path: `machines[${name}].vm.id`, owner: `machine "${name}"`, id: vm.id }],
    ),
    ...containers.map(({ name, vmId }) => ({ path: `containers[${name}].vmId`, owner: `container "${name}"`, id: vmId })),
  ];
  return repeated(ids, ({ id }) => id).map(([first, second]) => ({
    path: second.path,
    message: `is the id of ${first.owner} too`,
    value: String(second.id),
    fix: "give it an id that nothing else in Proxmox has",
  }));
};
