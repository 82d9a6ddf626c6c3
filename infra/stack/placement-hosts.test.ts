import { normalizeHardware } from "../hardware/normalize";
import type { HardwareTable } from "../hardware/schema";
import { proxmoxHardware, withHost } from "../hardware/testing/proxmox-hardware";
import { placementHostsOf } from "./placement-hosts";

function hostsOf(table: HardwareTable): ReturnType<typeof placementHostsOf> {
  const { profile } = normalizeHardware(table);
  return profile === undefined ? [] : placementHostsOf(profile);
}

const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;

describe("the hosts of a placement problem", () => {
  it("are none where no machine can take what another was promised", () => {
    expect(normalizeHardware(proxmoxHardware).findings).toEqual([]);
    expect(hostsOf(proxmoxHardware)).toEqual([]);
  });

  it("are those with more virtual processors than threads", () => {
    // 12 virtual processors in two machines, and a container that is not the cluster's.
    expect(hostsOf(withHost("pve1", { threads: 8, overcommit: { cpuRatio: 2 } }))).toEqual([
      { name: "pve1", cpuMilli: 8000 - 2 * 50, memoryBytes: (64 - 2 - 8) * gibibyte - (512 + 100 + 384 + 100) * mebibyte },
    ]);
  });

  it("are those that promise more memory than they have", () => {
    expect(hostsOf(withHost("pve2", { memory: "16Gi", overcommit: { memoryRatio: 1.2 } }))).toEqual([
      { name: "pve2", cpuMilli: 8000 - 50, memoryBytes: 14 * gibibyte - 484 * mebibyte },
    ]);
  });
});
