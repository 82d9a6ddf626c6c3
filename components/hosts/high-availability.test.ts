import { proxmoxHardware, withRow, withVm } from "../../infra/hardware/testing/proxmox-hardware";
import { proxmoxProfile } from "../testing/proxmox-hardware";
import { recordProgram, type Recording } from "../testing/recorded-program";
import { HighAvailability } from "./high-availability";

const ruleType = "proxmoxve:index/harule:Harule";

function record(table = proxmoxHardware): Promise<Recording> {
  const { clusterName, machines } = proxmoxProfile(table);
  return recordProgram(() => new HighAvailability("lab-ha", { clusterName, machines }));
}

describe("HighAvailability", () => {
  it("restarts and moves the machines whose rows say so", async () => {
    const { resources, resource, ofType } = await record();
    expect(resources).toHaveLength(2);
    expect(resource("lab-ha-worker1")).toMatchObject({
      type: "proxmoxve:index/haresource:Haresource",
      parent: "lab-ha",
      inputs: { resourceId: "vm:202", type: "vm", state: "started", maxRestart: 3, maxRelocate: 1, comment: "worker1" },
    });
    expect(ofType(ruleType)).toEqual([]);
  });

  it("keeps control planes apart, once Proxmox knows them", async () => {
    const highAvailability = { maxRestart: 2, maxRelocate: 1 };
    const three = ["gpu1", "worker1"].reduce((table, name) => withRow(name, { role: "control-plane" }, table), proxmoxHardware);
    const managed = ["cp1", "worker1"].reduce((table, name) => withVm(name, { startupOrder: undefined, highAvailability }, table), three);
    const { ofType } = await record(managed);
    expect(ofType(ruleType)).toMatchObject([
      {
        name: "lab-ha-control-planes",
        parent: "lab-ha",
        dependsOn: ["lab-ha-cp1", "lab-ha-worker1"],
        inputs: {
          rule: "lab-control-planes",
          type: "resource-affinity",
          affinity: "negative",
          resources: ["vm:200", "vm:202"],
          comment: "Control planes of lab stay on different hosts",
        },
      },
    ]);
  });
});
