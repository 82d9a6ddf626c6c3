import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck } from "./check";
import { repeated } from "./repeated";

/**
 * A former name belongs to one row, and to no row as its name: what was created under it could not be told apart. K3s
 * registers a node under the name of its first boot, and never under another.
 */
export const checkFormerNames: HardwareCheck = ({ machines, containers, guestNames, operatingSystem }) => {
  const former = [
    ...machines.flatMap(({ name, formerNames = [] }) => formerNames.map((old) => ({ path: `machines[${name}].formerNames`, old }))),
    ...containers.flatMap(({ name, formerNames = [] }) => formerNames.map((old) => ({ path: `containers[${name}].formerNames`, old }))),
  ];
  return [
    ...former
      .filter(({ old }) => guestNames.includes(old))
      .map(({ path, old }): Finding => ({
        path,
        message: "is the name of a machine or container of this table",
        value: `"${old}"`,
        fix: "remove it here, or give the other another name once this rename is brought up",
      })),
    ...repeated(former, ({ old }) => old).map(([first, second]) => ({
      path: second.path,
      message: first.path === second.path ? "is listed twice" : `is a former name of ${first.path.replace(/\.formerNames$/, "")} too`,
      value: `"${second.old}"`,
      fix: "keep it where what was created under it is now",
    })),
    ...(operatingSystem === "k3s"
      ? machines
          .filter(({ formerNames = [] }) => formerNames.length > 0)
          .map(({ name }): Finding => ({
            path: `machines[${name}].formerNames`,
            message: "cannot be kept: K3s registers a node under the name of its first boot",
            fix: "keep the name; a machine of another name is another machine",
          }))
      : []),
  ];
};
