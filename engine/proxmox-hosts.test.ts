import { ProxmoxHosts } from "../components/hosts/proxmox-hosts";
import { proxmoxProfile } from "../components/testing/proxmox-hardware";
import type { HardwareTable } from "../infra/hardware/schema";
import { proxmoxHardware, withCard, withContainer, withRow } from "../infra/hardware/testing/proxmox-hardware";
import { Faults } from "../rehearsal/providers/faults";
import type { IsolatedEngine } from "./engine";
import { openTestStack, operationLimit } from "./testing/isolated";

let engine: IsolatedEngine | undefined;

afterEach(() => {
  engine?.close();
  engine = undefined;
});

it(
  "Proxmox hosts are brought up, go on after a failure, and have a card moved by one line",
  async () => {
    let table: HardwareTable = proxmoxHardware;
    const faults = new Faults();
    // The last one: whatever goes wrong with it, the others are there by then.
    faults.add({ operation: "create", resource: "lab-ha-worker1", times: 1, message: "no such HA resource: the CRM is gone" });
    const opened = await openTestStack({
      providerPackages: ["@muhlba91/pulumi-proxmoxve"],
      faults,
      program: async () => {
        new ProxmoxHosts("lab", {
          hardware: proxmoxProfile(table),
          credentials: { apiToken: "berth@pve!up=fixture" },
          diskImageOf: () => "https://factory.example.com/talos.qcow2",
        });
        return Promise.resolve({});
      },
    });
    engine = opened;

    const first = await opened.up();
    expect(first.outcome).toBe("failed");
    expect(first.diagnostics.map(({ message }) => message).join("\n")).toContain("the CRM is gone");
    expect(await opened.up()).toMatchObject({ outcome: "fine", counts: { create: 1 } });

    // The machine that gives the card up and the one that gets it, which needs another image; the card stays where it is.
    table = withCard("t4", { machine: "cp1" });
    const moved = await opened.up();
    expect(moved.counts).toEqual({ update: 2, same: 21 });
    expect(moved.steps.filter(({ operation }) => operation === "update").map(({ name }) => name)).toEqual(["lab-cp1-vm", "lab-gpu1-vm"]);

    // What holds data goes by another name in place: a protected machine, one under high availability, a container.
    table = renamed(withCard("t4", { machine: "master" }));
    const { outcome, steps } = await opened.preview();
    expect(outcome).toBe("fine");
    expect(steps.map(({ operation, name }) => `${operation} ${name}`).sort()).toEqual([
      "update lab-ha-runner-7",
      "update lab-master-vm",
      "update lab-runner-7-vm",
      "update lab-video-container",
    ]);
    expect((await opened.destroy()).outcome).toBe("fine");
  },
  6 * operationLimit,
);

/** A control plane, a machine that is restarted elsewhere and a container, each with another name. */
function renamed(table: HardwareTable): HardwareTable {
  const machine = withRow("cp1", { name: "master", formerNames: ["cp1"] }, table);
  const managed = withRow("worker1", { name: "runner-7", formerNames: ["worker1"] }, machine);
  return withContainer("transcode", { name: "video", formerNames: ["transcode"] }, managed);
}
