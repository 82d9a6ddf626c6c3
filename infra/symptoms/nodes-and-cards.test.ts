import type { ApiObject } from "../observe/testing/cluster-of-stack";
import { added, changed, findingsOf, healthyCluster, removed } from "./testing/healthy-cluster";

const gpu1 = "node gpu1";
const noCard: ApiObject = { status: { allocatable: { "gpu.intel.com/i915": "0" } } };
const plugin = (status: ApiObject): ApiObject => ({
  metadata: { namespace: "kube-system", name: "intel-gpu-plugin-x", labels: {} },
  spec: { nodeName: "gpu1", containers: [] },
  status: { phase: "Running", ...status },
});

describe("nodes of the tables", () => {
  it("are missing", () => {
    expect(findingsOf(removed("nodes", "cp1"))).toEqual([
      {
        symptom: "nodes-of-tables",
        severity: "critical",
        subject: "node cp1",
        seen: "stands in the tables, and the cluster does not have it",
        why: "it never joined, was removed, or registers under another name",
        fix: "bring it up (pulumi up -s valid), or take its row away and plan anew",
      },
    ]);
  });

  const extra = {
    metadata: { name: "new1", labels: {} },
    spec: {},
    status: {
      nodeInfo: { osImage: "", kubeletVersion: "", architecture: "", operatingSystem: "" },
      conditions: [{ type: "Ready", status: "True" }],
    },
  };

  it("are more than in the tables", () => {
    expect(findingsOf(added("nodes", extra))).toMatchObject([{ symptom: "nodes-of-tables", severity: "warning", subject: "node new1" }]);
  });

  it("may be Karpenter's", () => {
    const rented = { ...extra, metadata: { name: "new1", labels: { "karpenter.sh/nodepool": "burst" } } };
    expect(findingsOf(added("nodes", rented))).toEqual([]);
  });
});

describe("a virtual node", () => {
  const virtual = (ready: string): ApiObject => ({
    metadata: { name: "homelab-burst", labels: { "liqo.io/type": "virtual-node" } },
    spec: {},
    status: {
      nodeInfo: { osImage: "", kubeletVersion: "", architecture: "", operatingSystem: "" },
      conditions: [{ type: "Ready", status: ready }],
    },
  });

  it("stands in no table, by right", () => {
    expect(findingsOf(added("nodes", virtual("True")))).toEqual([]);
  });

  it("is no place for a DaemonSet", () => {
    const owned = (kind: string): ApiObject => ({
      metadata: {
        namespace: "kube-system",
        name: "agent-x1",
        labels: {},
        ownerReferences: [{ apiVersion: "apps/v1", kind, name: "agent", controller: true }],
      },
      spec: { nodeName: "homelab-burst", containers: [] },
      status: { phase: "Pending" },
    });
    const cluster = added("nodes", virtual("True"));
    expect(findingsOf(added("pods", owned("DaemonSet"), cluster))).toMatchObject([
      {
        symptom: "daemons-on-virtual-nodes",
        severity: "warning",
        subject: "DaemonSet kube-system/agent",
        seen: "has a pod on homelab-burst",
      },
    ]);
    expect(findingsOf(added("pods", owned("StatefulSet"), cluster))).toEqual([]);
  });

  it("that is not ready is no machine that is lost", () => {
    expect(findingsOf(added("nodes", virtual("False")))).toMatchObject([
      {
        symptom: "node-conditions",
        severity: "warning",
        subject: "node homelab-burst",
        fix: expect.stringContaining("connections.networking.liqo.io") as unknown,
      },
    ]);
  });
});

describe("conditions of a node", () => {
  const condition = (type: string, status: string): ApiObject => ({
    status: {
      conditions: [
        { type: "Ready", status: type === "Ready" ? status : "True" },
        ...(type === "Ready" ? [] : [{ type, status, message: "why" }]),
      ],
    },
  });

  it.each<[string, string, string | undefined]>([
    ["Ready", "Unknown", "is not ready"],
    ["MemoryPressure", "True", "MemoryPressure: why"],
    ["DiskPressure", "True", "DiskPressure: why"],
    ["PIDPressure", "True", "PIDPressure: why"],
    ["MemoryPressure", "False", undefined],
    ["NetworkUnavailable", "True", undefined],
  ])("%s %s", (type, status, seen) => {
    expect(findingsOf(changed("nodes", "worker1", condition(type, status)))).toMatchObject(
      seen === undefined ? [] : [{ symptom: "node-conditions", subject: "node worker1", seen }],
    );
  });
});

describe("a card", () => {
  it("is labelled and not offered, because no plugin runs", () => {
    expect(findingsOf(changed("nodes", "gpu1", noCard))).toEqual([
      {
        symptom: "cards-missing",
        severity: "critical",
        subject: gpu1,
        seen: "offers no intel card, though the label intel.feature.node.kubernetes.io/gpu=true and the hardware table say that it has one",
        why: "no device plugin of the vendor runs on it",
        fix: "its DaemonSet selects nodes by label and needs a toleration for each taint of the node; pulumi up -s valid installs it",
      },
    ]);
  });

  it.each<[string, ApiObject, string]>([
    ["is not ready", {}, "kube-system/intel-gpu-plugin-x is not ready"],
    ["finds no card", { conditions: [{ type: "Ready", status: "True" }] }, "kube-system/intel-gpu-plugin-x runs and finds no card"],
  ])("is not offered, because its plugin %s", (_, status, why) => {
    expect(findingsOf(added("pods", plugin(status), changed("nodes", "gpu1", noCard)))).toMatchObject([
      { symptom: "cards-missing", subject: gpu1, why },
    ]);
  });

  it("of the tables is not seen at all", () => {
    const unlabelled = changed(
      "nodes",
      "gpu1",
      { metadata: { labels: { "intel.feature.node.kubernetes.io/gpu": undefined } } },
      changed("nodes", "gpu1", noCard),
    );
    expect(findingsOf(unlabelled)).toMatchObject([
      {
        symptom: "cards-missing",
        seen: "offers no intel card, though the hardware table says that it has one",
        why: "discovery does not see the card on the node's PCI bus",
      },
    ]);
  });

  it("has no label", () => {
    expect(
      findingsOf(changed("nodes", "gpu1", { metadata: { labels: { "intel.feature.node.kubernetes.io/gpu": undefined } } })),
    ).toMatchObject([
      {
        symptom: "cards-without-label",
        severity: "warning",
        subject: gpu1,
        seen: "offers a card of intel and lacks the label intel.feature.node.kubernetes.io/gpu=true",
      },
    ]);
  });

  it("of another vendor counts for nothing", () => {
    expect(findingsOf(changed("nodes", "worker1", { status: { allocatable: { "amd.com/vcn": "1" } } }, healthyCluster()))).toEqual([]);
  });
});
