import { proxmoxProfile } from "../../components/testing/proxmox-hardware";
import { type HardwareProfile } from "../../infra/hardware/machine";
import { checkCluster } from "../check-stack";
import { type VirtualMachineView } from "./virtual-machine-view";
import { guestsOf } from "./guests-of-stack";

const hardware = proxmoxProfile();

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
