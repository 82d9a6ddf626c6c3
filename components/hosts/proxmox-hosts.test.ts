import { log } from "@pulumi/pulumi";
import { withCard, withProxmox, withRow, withVm } from "../../infra/hardware/testing/proxmox-hardware";
import { proxmoxProfile } from "../testing/proxmox-hardware";
import { recordProgram, type Recording } from "../testing/recorded-program";
import { ProxmoxHosts, type ProxmoxHostsArgs } from "./proxmox-hosts";

const vmType = "proxmoxve:index/vmLegacy:VmLegacy";
const fileType = "proxmoxve:download/file:File";

function record(args: Partial<ProxmoxHostsArgs> = {}, preview = false): Promise<Recording> {
  return recordProgram(
    () =>
      new ProxmoxHosts("lab", {
        hardware: proxmoxProfile(),
        credentials: { apiToken: "berth@pve!up=secret" },
        diskImageOf: (machine) => `https://factory.example.com/${machine}.qcow2`,
        ...args,
      }),
    { preview },
  );
}

describe("ProxmoxHosts", () => {
  it("creates what the table lists, each thing once, under its own component", async () => {
    const { resources } = await record();
    const custom = resources.filter((resource) => resource.custom && !resource.type.startsWith("pulumi:providers:"));
    const expected = [
      ["proxmoxve:hardware/mapping/pci:Pci", "lab-t4-pci", "lab-t4"],
      // The control plane's image and that with NVIDIA's drivers on one host, that without any extension on the other.
      [fileType, "lab-rack1-talos-v1.12.11-6b918383.qcow2-file", "lab-rack1-talos-v1.12.11-6b918383.qcow2"],
      [fileType, "lab-rack1-talos-v1.12.11-be26e883.qcow2-file", "lab-rack1-talos-v1.12.11-be26e883.qcow2"],
      [fileType, "lab-pve2-talos-v1.12.11-e3b0c442.qcow2-file", "lab-pve2-talos-v1.12.11-e3b0c442.qcow2"],
      [fileType, "lab-rack1-debian-13.tar.zst-file", "lab-rack1-debian-13.tar.zst"],
      [vmType, "lab-cp1-vm", "lab-cp1"],
      [vmType, "lab-gpu1-vm", "lab-gpu1"],
      [vmType, "lab-worker1-vm", "lab-worker1"],
      ["proxmoxve:index/containerLegacy:ContainerLegacy", "lab-transcode-container", "lab-transcode"],
      ["proxmoxve:index/haresource:Haresource", "lab-ha-worker1", "lab-ha"],
    ];
    expect(custom.map(({ type, name, parent }) => [type, name, parent]).sort()).toEqual(expected.sort());
    expect(resources.filter(({ name, custom: isCustom }) => !isCustom && name !== "lab").map(({ parent }) => parent)).toEqual(
      Array(10).fill("lab"),
    );
  });

  it("downloads an image as it is, under a name that tells it from others", async () => {
    const { resource } = await record();
    expect(resource("lab-rack1-talos-v1.12.11-be26e883.qcow2-file").inputs).toEqual({
      nodeName: "rack1",
      datastoreId: "local",
      contentType: "import",
      url: "https://factory.example.com/gpu1.qcow2",
      fileName: "talos-v1.12.11-be26e883.qcow2",
      overwrite: false,
      overwriteUnmanaged: true,
    });
    expect(resource("lab-rack1-debian-13.tar.zst-file").inputs).toMatchObject({
      contentType: "vztmpl",
      url: "https://images.example.com/debian-13.tar.zst",
      fileName: "debian-13.tar.zst",
    });
  });

  it("uses one provider for all of it, opened by a secret", async () => {
    const { resources, resource } = await record();
    expect(resource("lab-proxmox")).toMatchObject({
      type: "pulumi:providers:proxmoxve",
      parent: "lab",
      secrets: ["apiToken"],
      inputs: { endpoint: "https://192.168.0.5:8006", apiToken: "berth@pve!up=secret" },
    });
    const providers = resources.filter(({ type }) => type.startsWith("proxmoxve:")).map(({ provider }) => provider);
    expect(new Set(providers)).toEqual(new Set(["lab-proxmox"]));
  });

  it("logs in as root where the table says so", async () => {
    const hardware = proxmoxProfile(withProxmox({ authentication: "root-password", insecure: true }));
    const { resource } = await record({ hardware, credentials: { rootPassword: "secret" } });
    expect(resource("lab-proxmox")).toMatchObject({
      secrets: ["password"],
      inputs: { endpoint: "https://192.168.0.5:8006", insecure: "true", username: "root@pam", password: "secret" },
    });
  });

  it("downloads an image once for all machines of a host that share it", async () => {
    const hardware = proxmoxProfile(withCard("t4", { machine: "worker1" }, withVm("worker1", { highAvailability: undefined })));
    const { ofType, resource } = await record({ hardware });
    expect(ofType(fileType).map(({ inputs }) => [inputs["nodeName"], inputs["contentType"]])).toEqual([
      ["rack1", "import"],
      ["pve2", "import"],
      ["rack1", "vztmpl"],
    ]);
    for (const name of ["lab-cp1-vm", "lab-gpu1-vm"]) {
      expect(resource(name).inputs["disks"]).toMatchObject([{ importFrom: "lab-rack1-talos-v1.12.11-6b918383.qcow2-file-id" }]);
    }
  });

  it("has whoever gives a card up do so before another machine of the host starts with it", async () => {
    const { resource } = await record();
    expect(resource("lab-gpu1-vm").dependsOn).toEqual(expect.arrayContaining(["lab-cp1-vm", "lab-t4-pci"]));
    expect(resource("lab-gpu1-vm").dependsOn).not.toContain("lab-worker1-vm");
    expect(resource("lab-cp1-vm").dependsOn.filter((name) => name.endsWith("-vm"))).toEqual([]);
  });

  it("moves a card with its mapping, by one changed line", async () => {
    const table = withVm("worker1", { highAvailability: undefined });
    const before = await record({ hardware: proxmoxProfile(table) });
    const after = await record({ hardware: proxmoxProfile(withCard("t4", { machine: "worker1" }, table)) });
    const hostpcis = ({ resource }: Recording): unknown[] =>
      ["lab-gpu1-vm", "lab-worker1-vm"].map((name) => resource(name).inputs["hostpcis"]);
    const passed = [{ device: "hostpci0", mapping: "t4", pcie: true }];
    expect(hostpcis(before)).toEqual([passed, undefined]);
    expect(hostpcis(after)).toEqual([undefined, passed]);
    expect([before, after].map(({ resource }) => resource("lab-t4-pci").inputs["maps"])).toEqual([
      [{ node: "rack1", path: "0000:06:00.0", id: "10de:1eb8", subsystemId: "10de:12a2", iommuGroup: 34 }],
      [{ node: "pve2", path: "0000:01:00.0", id: "10de:1eb8", subsystemId: "10de:12a2", iommuGroup: 12 }],
    ]);
  });

  it("passes a bare address through as root, without a mapping", async () => {
    const hardware = proxmoxProfile(
      withCard("t4", { passthrough: "raw-id", pcie: false }, withProxmox({ authentication: "root-password" })),
    );
    const { resource, ofType } = await record({ hardware, credentials: { rootPassword: "secret" } });
    expect(resource("lab-gpu1-vm").inputs["hostpcis"]).toEqual([{ device: "hostpci0", id: "0000:06:00.0", pcie: false }]);
    expect(ofType("proxmoxve:hardware/mapping/pci:Pci")).toEqual([]);
  });

  it("maps what is plugged in", async () => {
    const { resource } = await record({ hardware: proxmoxProfile(withVm("cp1", { usb: [{ device: "zigbee", id: "10c4:ea60" }] })) });
    expect(resource("lab-zigbee-usb")).toMatchObject({
      type: "proxmoxve:hardware/mapping/usb:Usb",
      parent: "lab-zigbee",
      inputs: { name: "zigbee", maps: [{ node: "rack1", id: "10c4:ea60" }] },
    });
    expect(resource("lab-cp1-vm").inputs["usbs"]).toEqual([{ mapping: "zigbee" }]);
  });

  it("leaves alone what it does not create", async () => {
    const hardware = proxmoxProfile(withRow("worker1", { vm: undefined }));
    const { ofType } = await record({ hardware });
    expect(ofType(vmType).map(({ name }) => name)).toEqual(["lab-cp1-vm", "lab-gpu1-vm"]);
    expect(ofType("proxmoxve:index/haresource:Haresource")).toEqual([]);
  });

  it("previews without credentials, and says so", async () => {
    const info = jest.spyOn(log, "info").mockResolvedValue(undefined);
    const { resource } = await record({ credentials: {} }, true);
    expect(resource("lab-proxmox").secrets).toEqual(["apiToken"]);
    expect(info.mock.calls).toEqual([["not set: berth:proxmoxApiToken. This preview uses a placeholder; an up needs it"]]);
    info.mockRestore();
  });

  it("refuses an up without credentials", async () => {
    await expect(record({ credentials: {} })).rejects.toThrow("berth:proxmoxApiToken: is not set");
  });

  it("refuses a table without Proxmox", async () => {
    const { proxmox, ...hardware } = proxmoxProfile();
    expect(proxmox).toBeDefined();
    await expect(record({ hardware })).rejects.toThrow("hardware.cluster.proxmox: is missing");
  });
});
