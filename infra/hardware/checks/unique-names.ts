import type { Finding } from "../../diagnostics/finding";
import type { ParsedMachine } from "../schema";
import type { HardwareCheck } from "./check";
import { repeated } from "./repeated";

/** Names of machines, containers, hosts and cards belong to one owner each. */
export const checkUniqueNames: HardwareCheck = ({ machines, containers, hosts, cards }) => [
  ...repeated(machines, ({ name }) => name).map(([first, second]) => ({
    path: `machines[${first.name}].name`,
    message: `is the name of two machines, ${whichIs(first)} and ${whichIs(second)}`,
    fix: "give one of them another name",
  })),
  ...repeated(hosts, ({ name }) => name).map(([first]) => ({
    path: `hosts[${first.name}].name`,
    message: "is the name of two hosts",
    fix: "give one of them another name",
  })),
  ...repeated(cards, ({ name }) => name).map(([first]) => ({
    path: `cards[${first.name}].name`,
    message: "is the name of two cards",
    fix: "give each card a row with a name of its own: it is also its mapping's in Proxmox",
  })),
  ...repeated(
    machines.flatMap(({ name, vm }) => (vm?.usb ?? []).map(({ device }) => ({ name, device }))),
    ({ device }) => device,
  ).map(([first, second]) => ({
    path: `machines[${second.name}].vm.usb`,
    message: `has a device of the name that one of machine "${first.name}" has`,
    value: `"${second.device}"`,
    fix: "give it a name of its own: it is also its mapping's in Proxmox",
  })),
  ...repeated(containers, ({ name }) => name).map(([first]) => ({
    path: `containers[${first.name}].name`,
    message: "is the name of two containers",
    fix: "give one of them another name",
  })),
  ...containers
    .filter((container) => machines.some(({ name }) => name === container.name))
    .map((container): Finding => ({
      path: `containers[${container.name}].name`,
      message: "is the name of a machine too",
      fix: "give the container another name: it is no node of the cluster",
    })),
  ...hosts
    .filter((host) => machines.some(({ name }) => name === host.name))
    .map((host): Finding => ({
      path: `hosts[${host.name}].name`,
      message: "is the name of a machine too",
      fix: "give the host another name; leave out hosts that are machines themselves (bare metal)",
    })),
];

function whichIs({ address, rented }: ParsedMachine): string {
  return address === undefined ? `of fleet "${rented?.fleet ?? ""}"` : `at ${address}`;
}
