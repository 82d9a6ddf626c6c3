import { withCard, withProxmox } from "../../infra/hardware/testing/proxmox-hardware";
import { proxmoxProfile } from "../testing/proxmox-hardware";
import { recordProgram } from "../testing/recorded-program";
import { Container } from "./container";

describe("Container", () => {
  it("reaches its host's GPU through device nodes", async () => {
    const { containers, network } = proxmoxProfile(
      withCard("renoir", { machine: "transcode" }, withProxmox({ authentication: "root-password" })),
    );
    const [container] = containers;
    if (container === undefined) {
      throw new Error("the table has a container");
    }
    const { resource, resources } = await recordProgram(
      () =>
        new Container("lab-transcode", {
          container,
          nodeName: "rack1",
          templateFileId: "local:vztmpl/debian-13.tar.zst",
          sshKeys: ["ssh-ed25519 AAAA"],
          ...(network === undefined ? {} : { network }),
        }),
    );
    expect(resources).toHaveLength(2);
    expect(resource("lab-transcode-container")).toMatchObject({
      type: "proxmoxve:index/containerLegacy:ContainerLegacy",
      parent: "lab-transcode",
      protect: false,
      ignoreChanges: ["operatingSystem.templateFileId"],
      inputs: {
        nodeName: "rack1",
        vmId: 300,
        description: "transcode. Managed by Berth.",
        tags: ["berth", "container"],
        unprivileged: true,
        features: { nesting: true },
        operatingSystem: { templateFileId: "local:vztmpl/debian-13.tar.zst", type: "debian" },
        cpu: { cores: 4 },
        memory: { dedicated: 8192, swap: 0 },
        disk: { datastoreId: "ceph-vm", size: 20 },
        networkInterfaces: [{ name: "eth0", bridge: "vmbr1", macAddress: "BC:24:11:00:00:30" }],
        initialization: {
          hostname: "transcode",
          ipConfigs: [{ ipv4: { address: "192.168.0.30/24", gateway: "192.168.0.1" } }],
          dns: { servers: ["192.168.0.1"] },
          userAccount: { keys: ["ssh-ed25519 AAAA"] },
        },
        devicePassthroughs: [
          { path: "/dev/dri/renderD128", gid: 104, mode: "0660" },
          { path: "/dev/kfd", gid: 104, mode: "0660" },
        ],
        startOnBoot: true,
        started: true,
        protection: false,
      },
    });
  });
});
