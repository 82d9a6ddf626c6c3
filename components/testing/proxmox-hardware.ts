import type { HardwareProfile } from "../../infra/hardware/machine";
import { normalizeHardware } from "../../infra/hardware/normalize";
import type { HardwareTable } from "../../infra/hardware/schema";
import { proxmoxHardware } from "../../infra/hardware/testing/proxmox-hardware";

/** A table as a profile; by default the one of Proxmox hosts that is right in every respect. */
export function proxmoxProfile(table: HardwareTable = proxmoxHardware): HardwareProfile {
  const { profile, findings } = normalizeHardware(table);
  if (profile === undefined) {
    throw new Error(findings.map(({ path, message }) => `${path} ${message}`).join("\n"));
  }
  return profile;
}
