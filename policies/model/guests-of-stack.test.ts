import { type HardwareProfile } from "../../infra/hardware/machine";
import { normalizeHardware } from "../../infra/hardware/normalize";
import { proxmoxHardware } from "../../infra/hardware/testing/proxmox-hardware";
import { checkCluster } from "../check-stack";
import { type VirtualMachineView } from "./virtual-machine-view";
import { guestsOf } from "./guests-of-stack";

const hardware = profileOf();

function profileOf(): HardwareProfile {
  const { profile, findings } = normalizeHardware(proxmoxHardware);
  if (profile === undefined) {
    throw new Error(findings.map(({ path, message }) => `${path} ${message}`).join("\n"));
  }
  return profile;
}

function broken(subjects: readonly VirtualMachineView[]): readonly string[] {
  return checkCluster({ subjects, budgets: [], scalers: [], evictors: [] }).map(({ policy }) => policy);
}

it("reads machines and containers, and they break no rule", () => {
  expect(guestsOf(hardware).map(({ guest, vmId }) => `${guest} ${vmId ?? ""}`)).toEqual([
    ...hardware.machines.flatMap(({ vm }) => (vm === undefined ? [] : [`machine ${vm.id}`])),
    ...hardware.containers.map(({ vmId }) => `container ${vmId}`),
  ]);
  expect(broken(guestsOf(hardware))).toEqual([]);
});

it("lets every rule see the tables: one changed field breaks one rule", () => {
  const guests = guestsOf(hardware);
  const [first, second] = guests;
  const card = guests.find(({ pciDevices }) => pciDevices.length > 0);
  if (first === undefined || second === undefined || card === undefined) {
    throw new Error("the hardware has too few machines, or none with a card");
  }
  const having = (subject: VirtualMachineView, change: Partial<VirtualMachineView>): readonly string[] =>
    broken(guests.map((guest) => (guest === subject ? { ...guest, ...change } : guest)));
  expect(having(second, { vmId: first.vmId })).toEqual(["vm-id-is-unique"]);
  expect(having(second, { macAddresses: first.macAddresses })).toEqual(["mac-address-is-unique"]);
  expect(having(second, { addresses: first.addresses })).toEqual(["ip-address-is-unique"]);
  expect(having(card, { minimumMemoryMiB: card.memoryMiB - 1 })).toEqual(["no-ballooning-beside-a-device"]);
});

it("knows a card that is given by its address", () => {
  const byAddress: HardwareProfile = { ...hardware, cards: hardware.cards.map((card) => ({ ...card, passthrough: "raw-id" })) };
  expect(new Set(broken(guestsOf(byAddress)))).toEqual(new Set(["pci-device-by-mapping"]));
});
