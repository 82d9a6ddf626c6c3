import { example, type Manifest, type RuleExample, withField } from "./manifest";

/** A machine with a card. Each number makes another one, on a host of its own. */
function machine(number: number): Manifest {
  return {
    apiVersion: "proxmoxve:index/vmLegacy",
    kind: "VmLegacy",
    nodeName: `host${number}`,
    name: `worker${number}`,
    vmId: 900 + number,
    machine: "q35",
    memory: { dedicated: 8192 },
    networkDevices: [{ bridge: "vmbr0", macAddress: `02:00:5E:10:00:${number}` }],
    initialization: { ipConfigs: [{ ipv4: { address: `198.51.100.${number}/24`, gateway: "198.51.100.1" } }] },
    hostpcis: [{ device: "hostpci0", mapping: `card${number}`, pcie: true }],
  };
}

const mac = ["networkDevices", 0, "macAddress"] as const;
const address = ["initialization", "ipConfigs", 0, "ipv4", "address"] as const;
const mapping = ["hostpcis", 0, "mapping"] as const;

/** Examples of what a host gives its guests. */
export const hardwareExamples: Readonly<Record<string, RuleExample>> = {
  "host-memory-is-not-overcommitted": {
    ...example([machine(22), withField(machine(23), ["nodeName"], "host22")], ["memory", "dedicated"], 16384),
    settings: { hosts: [{ name: "host22", memoryMiB: 20480 }] },
  },
  "ip-address-is-unique": example([machine(11), machine(12)], address, "198.51.100.12/24"),
  "mac-address-is-unique": example([machine(13), machine(14)], mac, "02:00:5E:10:00:14"),
  "no-ballooning-beside-a-device": example([machine(15)], ["memory", "floating"], 2048),
  "pci-device-by-mapping": example([machine(16)], ["hostpcis", 0], { device: "hostpci0", id: "0000:06:00.0", pcie: true }),
  "pci-device-has-one-owner": example([machine(17), withField(machine(18), ["nodeName"], "host17")], mapping, "card18"),
  "pci-express-needs-its-chipset": example([machine(19)], ["machine"], "pc"),
  "vm-id-is-unique": example([machine(20), machine(21)], ["vmId"], 921),
};
