import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck } from "./check";

/** Machine names, host names and addresses belong to one owner each. */
export const checkUniqueNames: HardwareCheck = ({ machines, hosts }) => [
  ...repeated(machines, ({ name }) => name).map(([first, second]) => ({
    path: `machines[${first.name}].name`,
    message: `is the name of two machines, at ${first.address} and at ${second.address}`,
    fix: "give one of them another name",
  })),
  ...repeated(hosts, ({ name }) => name).map(([first]) => ({
    path: `hosts[${first.name}].name`,
    message: "is the name of two hosts",
    fix: "give one of them another name",
  })),
  ...hosts
    .filter((host) => machines.some(({ name }) => name === host.name))
    .map((host): Finding => ({
      path: `hosts[${host.name}].name`,
      message: "is the name of a machine too",
      fix: "give the host another name; leave out hosts that are machines themselves (bare metal)",
    })),
  ...repeated(machines, ({ address }) => address).map(([first, second]) => ({
    path: `machines[${second.name}].address`,
    message: `is the address of machine "${first.name}" too`,
    value: `"${second.address}"`,
    fix: "give each machine its own address",
  })),
];

/** Each row whose key an earlier row has, with that earlier row. */
function repeated<T>(rows: readonly T[], keyOf: (row: T) => string): readonly (readonly [T, T])[] {
  const firsts = new Map<string, T>();
  const pairs: (readonly [T, T])[] = [];
  for (const row of rows) {
    const first = firsts.get(keyOf(row));
    if (first === undefined) {
      firsts.set(keyOf(row), row);
    } else {
      pairs.push([first, row]);
    }
  }
  return pairs;
}
