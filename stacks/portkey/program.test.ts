import * as pulumi from "@pulumi/pulumi";
import { type Recording, recordProgram } from "../../components/testing/recorded-program";
import { unmarkedSecrets } from "../../components/testing/unmarked-secrets";
import { plan } from "../../infra/placement/plan";
import { secretSettingNames, stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition } from "./definition";
import { deploy } from "./index";

const config = stackConfigSchema.parse({});
const stack = loadStack(definition, config);
const settings = Object.fromEntries(secretSettingNames.map((name) => [`berth:${name}`, `value-of-${name}`]));

let recording: Recording;

beforeAll(async () => {
  pulumi.runtime.setAllConfig(settings);
  const planned = plan(stack.problem);
  recording = await recordProgram(() => deploy({ stack, plan: planned, config }), {
    invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({
      ...inputs,
      machineConfiguration: "configuration",
      talosConfig: "talosconfig",
    }),
  });
});

afterAll(() => {
  pulumi.runtime.setAllConfig({});
});

/** Names of a type's resources, sorted. */
function names(type: string): readonly string[] {
  return recording
    .ofType(type)
    .map(({ name }) => name)
    .sort();
}

describe("what tells when something is amiss", () => {
  it("watches the plan, and sends alerts through ntfy with a topic and a token that are secrets", () => {
    expect(recording.resource("goals-rules").dependsOn).toEqual(["prometheus-operator-crds-chart"]);
    expect(recording.resource("ntfy-secret").inputs).toMatchObject({
      metadata: { namespace: "monitoring-system" },
      stringData: { warning: "value-of-ntfyTopicUrl?template=alertmanager&priority=high", token: "value-of-ntfyToken" },
    });
    expect(recording.resource("ntfy-route").inputs["metadata"]).toMatchObject({ namespace: "monitoring-system", name: "ntfy" });
    expect(recording.resource("prometheus-operator-crds-chart").dependsOn).toContain("namespaces-monitoring-system");
  });
});

describe("the machines", () => {
  it.each([
    { name: "metal0", vmId: 106, nodeName: "mirkwood", memory: { dedicated: 44 * 1024 } },
    { name: "metal1", vmId: 107, nodeName: "rohan", memory: { dedicated: 27 * 1024 } },
    { name: "metal2", vmId: 104, nodeName: "gondor", memory: { dedicated: 27 * 1024 } },
    { name: "metal3", vmId: 108, nodeName: "rivendell", memory: { dedicated: 10 * 1024 } },
  ])("are virtual machines with the seed's ids, on their hosts, with their memory: $name", (machine) => {
    expect(recording.ofType("proxmoxve:index/vmLegacy:VmLegacy")).toHaveLength(4);
    expect(recording.resource(`portkey-hosts-${machine.name}-vm`).inputs).toMatchObject({
      ...machine,
      machine: "q35",
      bios: "ovmf",
      cpu: { cores: 4, type: "host" },
    });
  });

  it("have the N100s' GPUs by their mappings, whole", () => {
    expect(recording.resource("portkey-hosts-metal1-vm").inputs["hostpcis"]).toEqual([
      { device: "hostpci0", mapping: "uhd-rohan", pcie: true },
    ]);
    expect(recording.resource("portkey-hosts-metal2-vm").inputs["hostpcis"]).toEqual([
      { device: "hostpci0", mapping: "uhd-gondor", pcie: true },
    ]);
    expect(recording.resource("portkey-hosts-metal0-vm").inputs).not.toHaveProperty("hostpcis");
    expect(recording.resource("portkey-hosts-uhd-rohan-pci").inputs).toMatchObject({
      name: "uhd-rohan",
      maps: [{ node: "rohan", path: "0000:00:02.0", id: "8086:46d1" }],
    });
  });

  it("have the Zigbee dongle on metal0", () => {
    expect(recording.resource("portkey-hosts-metal0-vm").inputs["usbs"]).toEqual([{ mapping: "zigbee" }]);
    expect(recording.resource("portkey-hosts-zigbee-usb").inputs["maps"]).toEqual([{ node: "mirkwood", id: "10c4:ea60" }]);
  });

  it("leave the AMD GPU to a container that is no machine of the cluster", () => {
    expect(recording.resource("portkey-hosts-mirkwood-gpu-container").inputs).toMatchObject({
      nodeName: "mirkwood",
      vmId: 109,
      devicePassthroughs: [
        { path: "/dev/dri/card0", gid: 44, mode: "0660" },
        { path: "/dev/dri/renderD128", gid: 104, mode: "0660" },
        { path: "/dev/kfd", gid: 104, mode: "0660" },
      ],
    });
    expect(recording.ofType("talos:machine/configurationApply:ConfigurationApply").map(({ inputs }) => inputs["node"])).not.toContain(
      "192.168.0.15",
    );
  });
});

describe("Talos", () => {
  it("is configured on each machine after all machines are there, begun once, and on no shared address", () => {
    expect(names("talos:machine/configurationApply:ConfigurationApply")).toEqual(
      ["metal0", "metal1", "metal2", "metal3"].map((name) => `portkey-${name}-apply`),
    );
    expect(recording.resource("portkey-metal0-apply").dependsOn).toEqual(
      expect.arrayContaining(["metal0", "metal1", "metal2", "metal3"].map((name) => `portkey-hosts-${name}-vm`)),
    );
    expect(recording.ofType("talos:machine/bootstrap:Bootstrap").map(({ inputs }) => inputs["node"])).toEqual(["192.168.0.11"]);
    const addressed = recording.resources.filter(({ type, inputs }) => type.startsWith("talos:") && inputs["node"] === "192.168.0.100");
    expect(addressed).toEqual([]);
  });

  it("lets workloads onto the control planes, and gives them the shared address", () => {
    const patches = JSON.stringify(recording.resource("portkey-metal1-apply").inputs["configPatches"]);
    expect(patches).toContain("allowSchedulingOnControlPlanes");
    expect(patches).not.toContain("node-role.kubernetes.io/control-plane");
    expect(patches).toContain("Layer2VIPConfig");
    expect(JSON.stringify(recording.resource("portkey-metal3-apply").inputs["configPatches"])).not.toContain("Layer2VIPConfig");
  });

  it("has i915 where an Intel GPU is", () => {
    const extensions = recording.ofType("talos:imageFactory/schematic:Schematic").map(({ inputs }) => String(inputs["schematic"]));
    expect(extensions.filter((text) => text.includes("siderolabs/i915"))).toHaveLength(1);
    expect(extensions).toHaveLength(3);
  });
});

describe("the platform", () => {
  it("installs each chart once, the network first", () => {
    expect(names("kubernetes:helm.sh/v3:Release")).toEqual([
      "argocd-chart",
      "ceph-block-chart",
      "ceph-filesystem-chart",
      "cilium-chart",
      "descheduler-chart",
      "kyverno-chart",
      "nfs-chart",
      "node-feature-discovery-chart",
      "prometheus-operator-crds-chart",
      "snapshots-chart",
      "volsync-chart",
    ]);
    expect(recording.resource("snapshots-chart").dependsOn).toContain("cilium-chart");
    expect(recording.resource("kyverno-chart").dependsOn).toEqual(expect.arrayContaining(["ceph-block-chart", "load-balancer-addresses"]));
  });

  it("leaves the applications to Argo CD, once their placement is there", () => {
    expect(recording.resource("argocd-root").inputs).toMatchObject({
      kind: "Application",
      metadata: { name: "root", namespace: "argocd" },
    });
    expect(recording.resource("argocd-root").dependsOn).toContain("argocd-chart");
    expect(recording.resource("argocd-namespace").dependsOn).toEqual(
      expect.arrayContaining(["media-jellyfin-policy", "zigbee2mqtt-zigbee2mqtt-policy", "vaultwarden-namespace", "ceph-block-chart"]),
    );
  });

  it("announces the seed's pool, without its first and last address", () => {
    expect(recording.resource("load-balancer-addresses").inputs["spec"]).toEqual({
      blocks: [{ cidr: "192.168.0.224/27" }],
      allowFirstLastIPs: "No",
    });
  });

  it("has the classes and volumes that the seed names, and keeps what must be kept", () => {
    const classes = recording
      .ofType("kubernetes:storage.k8s.io/v1:StorageClass")
      .map(({ name, inputs }) => [name, inputs["reclaimPolicy"]]);
    expect(classes.sort()).toEqual([
      ["ceph-block-ceph-block", "Delete"],
      ["ceph-block-ceph-block-retain", "Retain"],
      ["ceph-filesystem-ceph-filesystem", "Delete"],
      ["nfs-nfs", "Retain"],
    ]);
    expect(names("kubernetes:core/v1:PersistentVolume")).toEqual(["nfs-nextcloud", "nfs-plex"]);
    for (const directory of ["nextcloud", "plex"]) {
      expect(recording.resource(`nfs-${directory}`).inputs["spec"]).toMatchObject({
        persistentVolumeReclaimPolicy: "Retain",
        csi: { volumeHandle: `192.168.0.41#/nfs/${directory}` },
      });
    }
  });

  it("backs seven volumes up, Vaultwarden's four times a day, each for seven days", () => {
    const specs = recording
      .ofType("kubernetes:volsync.backube/v1alpha1:ReplicationSource")
      .map(({ name, inputs }) => ({ name, spec: inputs["spec"] }));
    expect(specs.map(({ name }) => name).sort()).toEqual(
      ["babybuddy", "grocy", "homeassistant", "mosquitto", "paperless", "vaultwarden", "zigbee2mqtt"].map(
        (name) => `${name}-backup-source`,
      ),
    );
    for (const { name, spec } of specs) {
      expect(spec).toMatchObject({ restic: { retain: name.startsWith("vaultwarden") ? { hourly: 28 } : { daily: 7 } } });
    }
    expect(recording.resource("vaultwarden-backup-source").inputs["spec"]).toMatchObject({
      sourcePVC: "vaultwarden",
      restic: { repository: "vaultwarden-volsync-secret" },
    });
    const schedules = recording
      .ofType("kubernetes:volsync.backube/v1alpha1:ReplicationSource")
      .map(({ inputs }) => JSON.stringify(inputs["spec"]));
    expect(schedules.filter((text) => text.includes("*/6 * * *"))).toHaveLength(1);
  });

  it("shares each GPU among as many pods as the table says", () => {
    expect(JSON.stringify(recording.resource("intel-gpu-plugin-plugin").inputs["spec"])).toContain("-shared-dev-num=4");
  });
});

describe("the program", () => {
  it("places by policy every workload that Kyverno sees", () => {
    const expected = stack.workloads
      .filter(
        ({ kind, namespace }) => kind !== "DaemonSet" && kind !== "StaticPod" && namespace !== "kube-system" && namespace !== "kyverno",
      )
      .map(({ namespace, name }) => `${namespace}-${name}-policy`);
    expect(names("kubernetes:policies.kyverno.io/v1:MutatingPolicy")).toEqual([...expected].sort());
  });

  it("selects by device and by GPU, and nowhere by a host's name", () => {
    const policies = JSON.stringify(recording.ofType("kubernetes:policies.kyverno.io/v1:MutatingPolicy"));
    expect(policies).toContain("berth.dev/device.zigbee");
    expect(policies).toContain("intel.feature.node.kubernetes.io/gpu");
    expect(policies).not.toMatch(/"key[\\\\"]*: dyn\([\\\\"]*kubernetes\.io\/hostname/);
  });

  it("sends everything inside the cluster through the cluster's own provider", () => {
    const inside = recording.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(inside.length).toBeGreaterThan(90);
    expect(new Set(inside.map(({ provider }) => provider))).toEqual(new Set(["portkey-kubernetes"]));
  });

  it("gives no two resources of a type the same name", () => {
    const identities = recording.resources.map(({ type, name }) => `${type} ${name}`);
    expect(new Set(identities).size).toBe(identities.length);
  });

  it("sends no secret in the clear", () => {
    expect(unmarkedSecrets(recording, Object.values(settings))).toEqual([]);
    expect(recording.resource("ceph-block-user").inputs["stringData"]).toEqual({
      userID: "kubernetes-rbd",
      userKey: "value-of-cephBlockKey",
    });
  });
});
