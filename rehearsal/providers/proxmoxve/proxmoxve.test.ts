import { withCard, withProxmox, withVm } from "../../../infra/hardware/testing/proxmox-hardware";
import { ProxmoxHosts } from "../../../components/hosts/proxmox-hosts";
import { proxmoxProfile } from "../../../components/testing/proxmox-hardware";
import { recordProgram } from "../../../components/testing/recorded-program";
import { type PropertyMap, toPropertyMap } from "../property-value";
import { proxmoxveStandIn } from "./proxmoxve";

const provider = proxmoxveStandIn("8.6.0");
const vmType = "proxmoxve:index/vmLegacy:VmLegacy";
const fileType = "proxmoxve:download/file:File";
const ruleType = "proxmoxve:index/harule:Harule";
const vm: PropertyMap = {
  nodeName: "pve",
  vmId: 201,
  machine: "q35",
  bios: "ovmf",
  memory: { dedicated: 8192 },
  networkDevices: [{ bridge: "vmbr0", macAddress: "BC:24:11:00:00:12" }],
  hostpcis: [{ device: "hostpci0", mapping: "t4", pcie: true }],
};
const file: PropertyMap = {
  nodeName: "pve",
  datastoreId: "local",
  contentType: "import",
  url: "https://factory.example.com/a.qcow2",
  fileName: "talos.qcow2",
};

function failures(type: string, inputs: PropertyMap): readonly string[] {
  const { failures: found } = provider.check({ urn: "urn", type, name: "x", oldInputs: undefined, inputs, randomSeed: "" });
  return found.map(({ property, reason }) => `${property}: ${reason}`);
}

function created(type: string, inputs: PropertyMap): ReturnType<typeof provider.create> {
  return provider.create({ urn: "urn:pulumi:test::berth::x::y", type, inputs, preview: false });
}

describe("check", () => {
  it("passes what the provider takes", () => {
    expect(failures(vmType, vm)).toEqual([]);
    expect(failures(fileType, file)).toEqual([]);
  });

  it.each<[string, string, PropertyMap, string]>([
    ["a machine without a host", vmType, { vmId: 201 }, "nodeName: is required"],
    ["a misspelt field", vmType, { ...vm, nodename: "pve" }, ': Unrecognized key: "nodename"'],
    ["a misspelt field inside", vmType, { ...vm, memory: { dedicatedMiB: 8192 } }, 'memory: Unrecognized key: "dedicatedMiB"'],
    ["a field of another type", vmType, { ...vm, vmId: "201" }, "vmId: Invalid input: expected number, received string"],
    ["an id that Proxmox keeps", vmType, { ...vm, vmId: 99 }, "vmId: is below 100, which Proxmox keeps for itself"],
    ["a PCI Express port without q35", vmType, { ...vm, machine: "pc" }, "hostpcis[0].pcie: needs a machine of type q35"],
    [
      "a card by mapping and address",
      vmType,
      { ...vm, hostpcis: [{ device: "hostpci0", mapping: "t4", id: "0000:06:00.0" }] },
      "hostpcis[0]: needs one of id and mapping",
    ],
    [
      "a seventeenth card",
      vmType,
      { ...vm, hostpcis: [{ device: "hostpci16", mapping: "t4" }] },
      "hostpcis[0].device: is none of hostpci0 to hostpci15",
    ],
    ["a tag in capitals", vmType, { ...vm, tags: ["Berth"] }, "tags[0]: is no tag: small letters, digits, - + . and _"],
    ["an image that is compressed", fileType, { ...file, fileName: "talos.raw.xz" }, "fileName: has no ending of content type import"],
    [
      "a rule without what it is about",
      ruleType,
      { rule: "a", type: "resource-affinity", resources: ["vm:1", "vm:2"] },
      "affinity: is required",
    ],
    [
      "a rule that keeps one machine apart",
      ruleType,
      { rule: "a", type: "resource-affinity", affinity: "negative", resources: ["vm:1"] },
      "resources: has fewer than two to keep together or apart",
    ],
    [
      "a mapping of no address",
      "proxmoxve:hardware/mapping/pci:Pci",
      { name: "t4", maps: [{ node: "pve", id: "10de:1eb8", path: "06:00" }] },
      "maps[0].path: is no PCI address",
    ],
    ["an unknown resource", "proxmoxve:index/wipe:Wipe", {}, ": the proxmoxve provider has no resource proxmoxve:index/wipe:Wipe"],
  ])("refuses %s", (_, type, inputs, expected) => {
    expect(failures(type, inputs)).toEqual([expected]);
  });

  it("leaves what is not known yet for later", () => {
    expect(failures(fileType, { ...file, url: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff" })).toEqual([]);
  });
});

describe("the resources that ProxmoxHosts creates", () => {
  it.each([
    ["with an API token", proxmoxProfile()],
    [
      "as root, with everything that the table can say",
      proxmoxProfile(
        withVm(
          "cp1",
          { usb: [{ device: "zigbee", id: "10c4:ea60", path: "1-2" }], minimumMemory: "4Gi" },
          withCard(
            "t4",
            { passthrough: "raw-id" },
            withCard("renoir", { machine: "transcode" }, withProxmox({ authentication: "root-password" })),
          ),
        ),
      ),
    ],
  ])("are ones that the provider takes, %s", async (_, hardware) => {
    const { resources } = await recordProgram(
      () =>
        new ProxmoxHosts("lab", {
          hardware,
          credentials: { apiToken: "token", rootPassword: "password" },
          diskImageOf: () => "https://factory.example.com/talos.qcow2",
          sshKeys: ["ssh-ed25519 AAAA"],
        }),
    );
    const created = resources.filter(({ type }) => type.startsWith("proxmoxve:"));
    expect(created.length).toBeGreaterThan(8);
    expect(
      created.flatMap(({ type, name, inputs }) => failures(type, toPropertyMap(inputs)).map((failure) => `${name}: ${failure}`)),
    ).toEqual([]);
  });
});

describe("what is created", () => {
  it("has the ids that Proxmox gives", () => {
    expect(created(vmType, vm).id).toBe("201");
    expect(created(fileType, file).id).toBe("local:import/talos.qcow2");
    expect(created(ruleType, { rule: "apart" }).id).toBe("apart");
    expect(created("proxmoxve:index/haresource:Haresource", { resourceId: "vm:201" }).id).toBe("vm:201");
  });

  it("has the outputs that others read", () => {
    expect(created(vmType, vm).outputs).toEqual({
      ...vm,
      ipv4Addresses: [],
      ipv6Addresses: [],
      networkInterfaceNames: [],
      macAddresses: ["BC:24:11:00:00:12"],
    });
    expect(created(fileType, { ...file, fileName: null }).outputs).toMatchObject({ fileName: "a.qcow2" });
  });

  it("is read from the state, and imported from nowhere", () => {
    expect(provider.read({ id: "201", type: vmType, inputs: vm, outputs: vm })).toEqual({ id: "201", inputs: vm, outputs: vm });
    expect(provider.read({ id: "201", type: vmType, inputs: undefined, outputs: undefined })).toBeUndefined();
  });

  it.each([
    ["another host", { ...vm, nodeName: "pve2" }, true],
    ["another host, migrating", { ...vm, nodeName: "pve2", migrate: true }, false],
    ["more memory", { ...vm, memory: { dedicated: 16_384 } }, false],
    ["another id", { ...vm, vmId: 202 }, true],
  ])("is made anew for %s", (_, after, replaced) => {
    const { replaceOn } = provider.replacement(vmType, vm, after);
    const changed = Object.keys(after).filter((key) => JSON.stringify(toPropertyMap(after)[key]) !== JSON.stringify(vm[key]));
    expect(replaceOn.some(([field]) => changed.includes(String(field)))).toBe(replaced);
  });

  it("asks nobody", () => {
    expect(() => provider.invoke("proxmoxve:index/getNodesLegacy:getNodesLegacy", {})).toThrow(
      "the proxmoxve stand-in has no function proxmoxve:index/getNodesLegacy:getNodesLegacy",
    );
  });
});
