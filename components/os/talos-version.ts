import { UserError } from "../../infra/diagnostics/user-error";
import type { HardwareProfile } from "../../infra/hardware/machine";

/** The version of Talos that the cluster's machines run, with the leading `v`. */
export function talosVersionOf({ operatingSystem }: Pick<HardwareProfile, "operatingSystem">): string {
  if (operatingSystem.kind !== "talos") {
    throw new UserError("the machines do not run Talos", [
      {
        path: "hardware.cluster.operatingSystem.kind",
        value: operatingSystem.kind,
        message: "is not talos",
        fix: 'use kind: "talos", or another component',
      },
    ]);
  }
  return operatingSystem.version;
}
