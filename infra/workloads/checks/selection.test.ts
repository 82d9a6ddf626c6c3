import type { StackDefinition } from "../../stack/definition";
import { mistakesIn } from "../../stack/testing/mistakes";
import { withMachine, withNamespace, withWorkload } from "../../stack/testing/valid-stack";
import type { WorkloadRow } from "../schema";

type Requirement = NonNullable<WorkloadRow["requires"]>[number];

const requires = (requirement: Requirement, definition?: StackDefinition) =>
  withWorkload("home/mosquitto", { requires: [requirement] }, definition);
/** One machine counts its disks, another does not. */
const disks = withMachine(
  "gpu1",
  { labels: { "example.com/disks": "many" } },
  withMachine("worker1", { labels: { "example.com/disks": "4" } }),
);
const allKeys = [
  "berth.dev/memory-class",
  "berth.dev/power-class",
  "node-role.kubernetes.io/control-plane",
  "kubernetes.io/os",
  "berth.dev/pool",
  "berth.dev/gpu-vendor",
  "berth.dev/gpu-model",
  "berth.dev/device.zigbee",
  "intel.feature.node.kubernetes.io/gpu",
].sort();

describe("what is asked of a node", () => {
  it.each<[string, StackDefinition]>([
    ["a pool", requires({ key: "berth.dev/pool", operator: "In", values: ["apps", "core"] })],
    ["a class that no machine is in", requires({ key: "berth.dev/memory-class", operator: "In", values: ["standard"] })],
    ["more than a number", requires({ key: "example.com/disks", operator: "Gt", values: ["3"] }, disks)],
    ["a discovered label", requires({ key: "intel.feature.node.kubernetes.io/gpu", operator: "Exists" })],
    ["to have no card of a kind that is nowhere", requires({ key: "nvidia.com/gpu.present", operator: "NotIn", values: ["true"] })],
    ["to have no zone", requires({ key: "topology.kubernetes.io/zone", operator: "DoesNotExist" })],
    ["to have no device that is nowhere", requires({ key: "berth.dev/device.coral", operator: "DoesNotExist" })],
    [
      "a label of the user's",
      withMachine(
        "worker1",
        { labels: { "example.com/rack": "a" } },
        requires({ key: "intel.feature.node.kubernetes.io/gpu", operator: "DoesNotExist" }),
      ),
    ],
  ])("can be %s", (_, definition) => {
    expect(mistakesIn(definition)).toEqual([]);
  });

  it.each<[string, StackDefinition, object]>([
    [
      "its name",
      requires({ key: "kubernetes.io/hostname", operator: "In", values: ["worker1"] }),
      {
        path: "workloads[home/mosquitto].requires[0].key",
        message: "names hosts; workloads follow what a machine can do, so that they survive its replacement",
        value: '"kubernetes.io/hostname"',
        fix: "select by a capability such as berth.dev/pool, berth.dev/memory-class or berth.dev/gpu-model",
      },
    ],
    [
      "its name, for a namespace's target",
      withNamespace("media", { target: [{ key: "kubernetes.io/hostname", operator: "NotIn", values: ["cp1"] }] }),
      {
        path: "namespaces[media].target[0].key",
        message: "names hosts; workloads follow what a machine can do, so that they survive its replacement",
        value: '"kubernetes.io/hostname"',
        fix: "select by a capability such as berth.dev/pool, berth.dev/memory-class or berth.dev/gpu-model",
      },
    ],
    [
      "a misspelt label",
      requires({ key: "berth.dev/memory-clas", operator: "Exists" }),
      {
        path: "workloads[home/mosquitto].requires[0].key",
        message: "is a label that no machine has",
        value: '"berth.dev/memory-clas"',
        fix: 'did you mean "berth.dev/memory-class"?',
      },
    ],
    [
      "to lack a misspelt label",
      requires({ key: "berth.dev/pol", operator: "NotIn", values: ["core"] }),
      {
        path: "workloads[home/mosquitto].requires[0].key",
        message: "is a label that no machine has",
        value: '"berth.dev/pol"',
        fix: 'did you mean "berth.dev/pool"?',
      },
    ],
    [
      "a label of no machine",
      requires({ key: "example.com/rack", operator: "In", values: ["a"] }),
      {
        path: "workloads[home/mosquitto].requires[0].key",
        message: "is a label that no machine has",
        value: '"example.com/rack"',
        fix: `the machines have: ${allKeys.join(", ")}`,
      },
    ],
    [
      "a misspelt pool",
      withWorkload("home/mosquitto", { target: [{ key: "berth.dev/pool", operator: "In", values: ["core", "aps"] }] }),
      {
        path: "workloads[home/mosquitto].target[0].values",
        message: 'has "aps", and no machine has berth.dev/pool=aps',
        value: '["core","aps"]',
        fix: 'did you mean "apps"?',
      },
    ],
    [
      "a class that does not exist",
      requires({ key: "berth.dev/memory-class", operator: "In", values: ["enormous"] }),
      {
        path: "workloads[home/mosquitto].requires[0].values",
        message: 'has "enormous", and no machine has berth.dev/memory-class=enormous',
        value: '["enormous"]',
        fix: "the machines have: high, low, standard",
      },
    ],
    [
      "a number that no machine exceeds",
      requires({ key: "example.com/disks", operator: "Gt", values: ["4"] }, disks),
      {
        path: "workloads[home/mosquitto].requires[0].values",
        message: 'has "4", and no machine\'s example.com/disks is a whole number above it',
        value: '["4"]',
        fix: "the machines have: 4, many",
      },
    ],
    [
      "more than a word",
      requires({ key: "example.com/disks", operator: "Gt", values: ["few"] }, disks),
      { path: "workloads[home/mosquitto].requires[0].values[0]", message: "must be a whole number, in quotes", value: '"few"' },
    ],
    [
      "none of no values",
      requires({ key: "example.com/disks", operator: "NotIn", values: [] }, disks),
      { path: "workloads[home/mosquitto].requires[0].values", message: "must not be empty", value: "[]" },
    ],
  ])("cannot be %s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });
});

describe("cards and devices", () => {
  it.each<[string, StackDefinition, object]>([
    [
      "of no machine's vendor",
      withWorkload("media/jellyfin", { gpu: { vendor: "nvidia" } }),
      {
        path: "workloads[media/jellyfin].gpu.vendor",
        message: "is the vendor of no machine's card",
        value: '"nvidia"',
        fix: "the machines have: intel",
      },
    ],
    [
      "of a misspelt model",
      withWorkload("media/jellyfin", { gpu: { vendor: "intel", model: "arc-103t" } }),
      {
        path: "workloads[media/jellyfin].gpu.model",
        message: "is the model of no machine's intel card",
        value: '"arc-103t"',
        fix: 'did you mean "arc-130t"?',
      },
    ],
    [
      "of a model that could be two resources",
      withMachine(
        "worker1",
        { gpus: [{ vendor: "intel", model: "arc-b580", resource: "gpu.intel.com/xe" }] },
        withWorkload("media/jellyfin", { gpu: { vendor: "intel" } }),
      ),
      {
        path: "workloads[media/jellyfin].gpu",
        message: "could be any of gpu.intel.com/i915, gpu.intel.com/xe, and a pod can request only one of them",
        fix: "give the model: arc-130t, arc-b580",
      },
    ],
    [
      "that are plugged in nowhere",
      withWorkload("home/zigbee2mqtt", { devices: ["zigbe"] }),
      {
        path: "workloads[home/zigbee2mqtt].devices",
        message: "is plugged into no machine",
        value: '"zigbe"',
        fix: 'did you mean "zigbee"?',
      },
    ],
  ])("%s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });

  it("and labels are not judged while the hardware itself is wrong", () => {
    const definition = withMachine("gpu1", { memory: "64GB" }, withWorkload("media/jellyfin", { gpu: { vendor: "nvidia" } }));
    expect(mistakesIn(definition).map(({ path }) => path)).toEqual(["machines[gpu1].memory"]);
  });
});

describe("zones", () => {
  it("exist where workloads are spread over them", () => {
    const spread = withWorkload("home/dashboard", { antiAffinity: "zone", spread: { over: "zone" } });
    expect(mistakesIn(withMachine("worker1", { zone: "attic" }, spread))).toEqual([]);
    expect(mistakesIn(spread)).toEqual([
      {
        path: "workloads[home/dashboard].antiAffinity",
        message: "needs zones, and no machine is in one",
        value: '"zone"',
        fix: 'give the machines a zone, or use "node"',
      },
      {
        path: "workloads[home/dashboard].spread.over",
        message: "needs zones, and no machine is in one",
        value: '"zone"',
        fix: 'give the machines a zone, or use "node"',
      },
    ]);
  });
});
