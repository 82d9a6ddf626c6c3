import type { Machine } from "../../infra/hardware/machine";
import { withVm } from "../../infra/hardware/testing/proxmox-hardware";
import { proxmoxProfile } from "../testing/proxmox-hardware";
import { recordProgram, type Recording } from "../testing/recorded-program";
import { VirtualMachine, type VirtualMachineArgs } from "./virtual-machine";

function machineOf(name: string, hardware = proxmoxProfile()): Machine {
  const machine = hardware.machines.find((each) => each.name === name);
  if (machine === undefined) {
    throw new Error(`there is no ${name}`);
  }
  return machine;
}

function record(args: Partial<VirtualMachineArgs> = {}): Promise<Recording> {
  const machine = machineOf("cp1");
  const defaults = { machine, clusterName: "lab", nodeName: "rack1", imageFileId: "local:import/talos.qcow2" };
  return recordProgram(() => new VirtualMachine("lab-cp1", { ...defaults, ...args }));
}

describe("VirtualMachine", () => {
  it("is what Talos asks for, and no more", async () => {
    const { network } = proxmoxProfile();
    const { resources, resource } = await record(network === undefined ? {} : { network });
    expect(resources.map(({ name, parent }) => [name, parent])).toEqual([
      ["lab-cp1", undefined],
      ["lab-cp1-vm", "lab-cp1"],
    ]);
    expect(resource("lab-cp1-vm")).toMatchObject({
      type: "proxmoxve:index/vmLegacy:VmLegacy",
      protect: true,
      ignoreChanges: ["disks[0].importFrom"],
      deleteBeforeReplace: true,
      version: "8.6.0",
      pluginDownloadURL: "github://api.github.com/muhlba91/pulumi-proxmoxve",
    });
    expect(resource("lab-cp1-vm").inputs).toEqual({
      nodeName: "rack1",
      vmId: 200,
      name: "cp1",
      description: "Node cp1 of the cluster lab. Managed by Berth.",
      tags: ["berth", "control-plane", "core", "lab"],
      machine: "q35",
      bios: "ovmf",
      scsiHardware: "virtio-scsi-pci",
      operatingSystem: { type: "l26" },
      cpu: { type: "host", cores: 4 },
      memory: { dedicated: 8192 },
      agent: { enabled: true, trim: true, waitForIp: { disabled: true } },
      efiDisk: { datastoreId: "ceph-vm", fileFormat: "raw", type: "4m", preEnrolledKeys: false },
      disks: [
        {
          interface: "scsi0",
          datastoreId: "ceph-vm",
          size: 40,
          fileFormat: "raw",
          importFrom: "local:import/talos.qcow2",
          discard: "on",
          ssd: true,
        },
      ],
      bootOrders: ["scsi0"],
      networkDevices: [{ bridge: "vmbr1", macAddress: "BC:24:11:00:00:11", model: "virtio", vlanId: 20 }],
      initialization: {
        datastoreId: "ceph-vm",
        ipConfigs: [{ ipv4: { address: "192.168.0.11/24", gateway: "192.168.0.1" } }],
        dns: { servers: ["192.168.0.1"] },
      },
      onBoot: true,
      started: true,
      startup: { order: 1 },
      protection: true,
      migrate: true,
    });
  });

  it("is moved to another host unless it holds a part of its own", async () => {
    const migrates = async (args: Partial<VirtualMachineArgs>): Promise<unknown> =>
      (await record(args)).resource("lab-cp1-vm").inputs["migrate"];
    expect(await migrates({})).toBe(true);
    expect(await migrates({ cards: [{ mapping: "t4", pcie: true }] })).toBe(false);
    expect(await migrates({ usbMappings: ["zigbee"] })).toBe(false);
  });

  it("numbers its cards", async () => {
    const { resource } = await record({
      cards: [
        { mapping: "t4", pcie: true },
        { mapping: "p4", pcie: false },
      ],
    });
    expect(resource("lab-cp1-vm").inputs["hostpcis"]).toEqual([
      { device: "hostpci0", mapping: "t4", pcie: true },
      { device: "hostpci1", mapping: "p4", pcie: false },
    ]);
  });

  it("asks DHCP for its first address where the table knows no network", async () => {
    const { resource } = await record();
    expect(resource("lab-cp1-vm").inputs["initialization"]).toEqual({
      datastoreId: "ceph-vm",
      ipConfigs: [{ ipv4: { address: "dhcp" } }],
    });
  });

  it("gives back memory and goes without an agent where the table says so", async () => {
    const table = withVm("cp1", { minimumMemory: "4Gi", agent: false, chipset: "i440fx" });
    const { resource } = await record({ machine: machineOf("cp1", proxmoxProfile(table)) });
    expect(resource("lab-cp1-vm").inputs).toMatchObject({
      memory: { dedicated: 8192, floating: 4096 },
      agent: { enabled: false },
      machine: "pc",
    });
  });

  it("is started by high availability, not with its host", async () => {
    const { resource } = await record({ machine: machineOf("worker1") });
    expect(resource("lab-cp1-vm").inputs).toMatchObject({ onBoot: false, vmId: 202, agent: { enabled: false } });
    expect(resource("lab-cp1-vm").inputs).not.toHaveProperty("startup");
    expect(resource("lab-cp1-vm").protect).toBe(false);
  });

  it("can be changed in the end", async () => {
    const { resource } = await record({ transform: { vm: (vm) => ({ ...vm, onBoot: false }) } });
    expect(resource("lab-cp1-vm").inputs["onBoot"]).toBe(false);
  });

  it("refuses a machine of metal", async () => {
    const { vm, ...metal } = machineOf("cp1");
    expect(vm).toBeDefined();
    await expect(record({ machine: metal })).rejects.toThrow("machines[cp1].vm: is missing");
  });
});
