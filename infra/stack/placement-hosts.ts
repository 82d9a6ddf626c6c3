import type { HardwareProfile } from "../hardware/machine";
import type { PlacementHost } from "../placement/problem";

/**
 * The hosts whose machines together offer pods more than the host has, by name: there the host decides what fits, not
 * the machines. The others cannot be asked for too much.
 */
export function placementHostsOf({ hosts, machines }: HardwareProfile): readonly PlacementHost[] {
  return hosts
    .filter(({ name, allocatable }) => {
      const offered = machines.filter(({ host }) => host === name).map((machine) => machine.allocatable);
      return (
        sum(offered.map(({ cpuMilli }) => cpuMilli)) > allocatable.cpuMilli ||
        sum(offered.map(({ memoryBytes }) => memoryBytes)) > allocatable.memoryBytes
      );
    })
    .map(({ name, allocatable }) => ({ name, ...allocatable }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
