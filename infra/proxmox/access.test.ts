import type { HardwareProfile } from "../hardware/machine";
import { normalizeHardware } from "../hardware/normalize";
import type { HardwareTable } from "../hardware/schema";
import { proxmoxHardware, withCard, withHost, withProxmox, withRow, withVm } from "../hardware/testing/proxmox-hardware";
import { proxmoxAccess } from "./access";

function profileOf(table: HardwareTable): HardwareProfile {
  const { profile, findings } = normalizeHardware(table);
  if (profile === undefined) {
    throw new Error(findings.map(({ path, message }) => `${path} ${message}`).join("\n"));
  }
  return profile;
}

/** Every privilege with the path where it is held. */
function held(table: HardwareTable): readonly string[] {
  const { roles, grants } = proxmoxAccess(profileOf(table));
  return grants.flatMap(({ path, roles: names }) =>
    roles.filter(({ name }) => names.includes(name)).flatMap(({ privileges }) => privileges.map((privilege) => `${path} ${privilege}`)),
  );
}

function difference(before: HardwareTable, after: HardwareTable): { readonly gained: readonly string[]; readonly lost: readonly string[] } {
  const [old, now] = [held(before), held(after)];
  return { gained: now.filter((each) => !old.includes(each)).sort(), lost: old.filter((each) => !now.includes(each)).sort() };
}

const guest = ["Allocate", "Audit", "Config.CPU", "Config.Disk", "Config.Memory", "Config.Network", "Config.Options", "PowerMgmt"];
const machine = [...guest, "Config.CDROM", "Config.Cloudinit", "Config.HWType"];
const on = (path: string, privileges: readonly string[]): string[] => privileges.map((privilege) => `${path} ${privilege}`).sort();
const vm = (id: number, privileges: readonly string[]): string[] => on(`/vms/${id}`, privileges.map((each) => `VM.${each}`)); // prettier-ignore

/** One machine, and nothing that is asked for beside it. */
const plain: HardwareTable = {
  ...withVm("cp1", { vlan: undefined, startupOrder: undefined }),
  hosts: (proxmoxHardware.hosts ?? []).slice(0, 1),
  cards: [],
  containers: [],
};
const least: HardwareTable = { ...plain, machines: plain.machines.slice(0, 1) };

it("a machine needs itself, its disk, its image, the download and its bridge", () => {
  expect([...held(least)].sort()).toEqual(
    [
      ...vm(200, machine),
      ...on("/storage/ceph-vm", ["Datastore.AllocateSpace"]),
      ...on("/storage/local", ["Datastore.Allocate", "Datastore.AllocateTemplate", "Datastore.Audit"]),
      ...on("/nodes/rack1", ["Sys.AccessNetwork"]),
      ...on("/sdn/zones/localnetwork/vmbr1", ["SDN.Use"]),
    ].sort(),
  );
});

const second = { ...least, hosts: proxmoxHardware.hosts };
const withCards: HardwareTable = {
  ...least,
  cards: (proxmoxHardware.cards ?? [])
    .slice(0, 1)
    .map((row) => ({ ...row, machine: "cp1", extensions: [], taints: [], at: { pve1: { path: "0000:06:00.0" } } })),
};

it.each<readonly [what: string, table: HardwareTable, gained: readonly string[], lost: readonly string[]]>([
  ["a second host, to which it can move", second, vm(200, ["Migrate"]), []],
  ["a card", withCards, [...on("/mapping/pci", ["Mapping.Modify"]), ...on("/mapping/pci/t4", ["Mapping.Modify", "Mapping.Use"])], []],
  [
    "a USB device",
    withVm("cp1", { usb: [{ device: "zigbee", id: "10c4:ea60" }] }, least),
    [...on("/mapping/usb", ["Mapping.Modify"]), ...on("/mapping/usb/zigbee", ["Mapping.Modify", "Mapping.Use"])],
    [],
  ],
  ["a startup order", withVm("cp1", { startupOrder: 1 }, least), ["/ Sys.Modify"], []],
  ["high availability", withVm("cp1", { highAvailability: { maxRelocate: 0 } }, least), ["/ Sys.Audit", "/ Sys.Console"], []],
  ["a container", { ...least, containers: proxmoxHardware.containers }, vm(300, guest), []],
  ["a VLAN", withVm("cp1", { vlan: 20 }, least), ["/sdn/zones/localnetwork/vmbr1/20 SDN.Use"], ["/sdn/zones/localnetwork/vmbr1 SDN.Use"]],
  [
    "disks elsewhere",
    withVm("cp1", { datastore: "tank" }, least),
    ["/storage/tank Datastore.AllocateSpace"],
    ["/storage/ceph-vm Datastore.AllocateSpace"],
  ],
  [
    "images where the disks are",
    withHost("pve1", { proxmox: { nodeName: "rack1", datastore: "ceph-vm", imageDatastore: "ceph-vm", bridge: "vmbr1" } }, least),
    on("/storage/ceph-vm", ["Datastore.Allocate", "Datastore.AllocateTemplate", "Datastore.Audit"]),
    on("/storage/local", ["Datastore.Allocate", "Datastore.AllocateTemplate", "Datastore.Audit"]),
  ],
  ["another name", withRow("cp1", { name: "master" }, least), [], []],
])("%s needs exactly its privileges more, and without it none of them is held", (_, table, gained, lost) => {
  expect(difference(least, table)).toEqual({ gained: [...gained].sort(), lost });
  expect(difference(table, least)).toEqual({ gained: lost, lost: [...gained].sort() });
});

it("a machine with a card moves to no other host", () => {
  expect(held({ ...withCards, hosts: proxmoxHardware.hosts })).not.toContain("/vms/200 VM.Migrate");
});

it("a card that the host keeps, or that no mapping names, needs nothing", () => {
  expect(held({ ...withCards, cards: withCards.cards?.map((row) => ({ ...row, machine: undefined })) })).toEqual(held(least));
  const asRoot = withProxmox({ authentication: "root-password" }, withCard("t4", { passthrough: "raw-id" }, withCards));
  const { proxmox, ...hardware } = profileOf(asRoot);
  expect(
    proxmoxAccess({ ...hardware, ...(proxmox === undefined ? {} : { proxmox: { ...proxmox, authentication: "api-token" } }) }),
  ).toEqual(proxmoxAccess(profileOf(least)));
});

it("what is root's needs no role", () => {
  expect(() => proxmoxAccess(profileOf(withProxmox({ authentication: "root-password" }, least)))).toThrow("makes Berth root");
  const { proxmox, ...hardware } = profileOf(least);
  expect(proxmox).toBeDefined();
  expect(() => proxmoxAccess(hardware)).toThrow("hardware.cluster.proxmox: is missing");
});
