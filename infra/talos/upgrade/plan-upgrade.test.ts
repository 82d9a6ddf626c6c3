import fc from "fast-check";
import { schematicId } from "../schematic";
import { type Drain, planUpgrade, type UpgradeRequest } from "./plan-upgrade";
import type { NodeVersions } from "./upgrade-document";

function node(name: string, role: NodeVersions["role"], change: Partial<NodeVersions> = {}): NodeVersions {
  const last = { cp1: 11, cp2: 12, cp3: 13, w1: 21, w2: 22 }[name] ?? 99;
  return {
    name,
    role,
    address: `10.0.0.${last}`,
    talos: "v1.12.3",
    kubernetes: "1.35.0",
    platform: "metal",
    schematic: "abc",
    cordoned: false,
    ...change,
  };
}

const nodes = [
  node("cp1", "control-plane"),
  node("cp2", "control-plane"),
  node("cp3", "control-plane"),
  node("w1", "worker"),
  node("w2", "worker"),
];
const quiet: Drain = { podsMoving: 0, down: [] };
const request: UpgradeRequest = {
  stack: "lab",
  nodes,
  versionsFrom: "nodes",
  target: { talos: "v1.12.11", kubernetes: "1.35.0" },
  extensionsOf: () => [],
  drainOf: () => quiet,
};
const health = [
  "talosctl",
  "health",
  "--nodes",
  "10.0.0.11",
  "--control-plane-nodes",
  "10.0.0.11,10.0.0.12,10.0.0.13",
  "--worker-nodes",
  "10.0.0.21,10.0.0.22",
  "--wait-timeout=10m",
];

it("upgrades Talos on workers first, then on one control plane after the other, with the cluster healthy in between", () => {
  const { steps } = planUpgrade(request);
  expect(steps.map(({ step, action, node: name }) => [step, action, name])).toEqual([
    [1, "check-cluster", undefined],
    [2, "upgrade-talos", "w1"],
    [3, "upgrade-talos", "w2"],
    [4, "upgrade-talos", "cp1"],
    [5, "upgrade-talos", "cp2"],
    [6, "upgrade-talos", "cp3"],
  ]);
  expect(steps[0]?.commands).toEqual([health]);
  expect(steps[1]).toMatchObject({
    from: "v1.12.3",
    to: "v1.12.11",
    commands: [
      ["kubectl", "drain", "w1", "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=15m"],
      [
        "talosctl",
        "upgrade",
        "--nodes",
        "10.0.0.21",
        "--image",
        "factory.talos.dev/metal-installer/abc:v1.12.11",
        "--wait",
        "--timeout=30m",
      ],
      ["kubectl", "uncordon", "w1"],
      health,
    ],
  });
});

it("upgrades Kubernetes in one go, tried without effect first, through one control plane", () => {
  const { steps } = planUpgrade({ ...request, target: { talos: "v1.12.3", kubernetes: "1.35.4" } });
  expect(steps.map(({ action }) => action)).toEqual(["check-cluster", "upgrade-kubernetes"]);
  const upgrade = ["talosctl", "upgrade-k8s", "--nodes", "10.0.0.11", "--to", "1.35.4"];
  expect(steps[1]).toMatchObject({ from: "1.35.0", to: "1.35.4", commands: [[...upgrade, "--dry-run"], upgrade, health] });
});

it("upgrades Talos before Kubernetes where both are behind", () => {
  const { steps } = planUpgrade({ ...request, target: { talos: "v1.12.11", kubernetes: "1.35.4" } });
  expect(steps.at(-1)?.action).toBe("upgrade-kubernetes");
});

it("has nothing to do where every node is there already", () => {
  expect(planUpgrade({ ...request, target: { talos: "v1.12.3", kubernetes: "1.35.0" } }).steps).toEqual([]);
});

it("goes on where it stopped: nodes that are there have no step", () => {
  const after = nodes.map((each) => (["w1", "w2", "cp1"].includes(each.name) ? { ...each, talos: "v1.12.11" } : each));
  expect(planUpgrade({ ...request, nodes: after }).steps.flatMap((step) => step.node ?? [])).toEqual(["cp2", "cp3"]);
});

it("lets a node take pods again whose upgrade was cut off after it had the version", () => {
  const after = nodes.map((each) => (each.name === "w1" ? { ...each, talos: "v1.12.11", cordoned: true } : each));
  const { steps } = planUpgrade({ ...request, nodes: after });
  expect(steps.map(({ action, node: name }) => [action, name])).toEqual([
    ["finish-talos", "w1"],
    ["upgrade-talos", "w2"],
    ["upgrade-talos", "cp1"],
    ["upgrade-talos", "cp2"],
    ["upgrade-talos", "cp3"],
  ]);
  expect(steps[0]?.commands).toEqual([["kubectl", "uncordon", "w1"], health]);
});

it("begins with a node that an upgrade before left drained", () => {
  const after = nodes.map((each) => (each.name === "cp2" ? { ...each, cordoned: true } : each));
  const { steps } = planUpgrade({ ...request, nodes: after });
  expect(steps.map((step) => step.node)).toEqual(["cp2", "w1", "w2", "cp1", "cp3"]);
});

it("keeps the extensions of a node whose row lists none, and brings those that it lists", () => {
  const extensions = ["siderolabs/qemu-guest-agent"];
  const { steps } = planUpgrade({
    ...request,
    nodes: nodes.map((each) => (each.name === "w1" ? { ...each, platform: "nocloud" } : each)),
    target: { talos: "v1.12.3", kubernetes: "1.35.0" },
    extensionsOf: (name) => (name === "w1" ? extensions : []),
  });
  expect(steps.flatMap((step) => step.node ?? [])).toEqual(["w1"]);
  expect(steps[1]?.commands[1]).toContain(`factory.talos.dev/nocloud-installer/${schematicId(extensions)}:v1.12.3`);
  expect(steps[1]?.why).toContain("its extensions change");
});

it("names no image where it does not know what a node has", () => {
  const unknown = nodes.map(({ name, role }) => {
    const each = { ...node(name, role) };
    Reflect.deleteProperty(each, "schematic");
    return each;
  });
  const offline = planUpgrade({ ...request, nodes: unknown, versionsFrom: "stack" });
  expect(offline.steps[1]?.commands[1]).toContain("factory.talos.dev/metal-installer/<schematic>:v1.12.11");
  expect(offline.steps[1]?.warning).toContain("nobody was asked");
  const asked = planUpgrade({ ...request, nodes: unknown });
  expect(asked.steps[1]?.commands[1]).toContain(`factory.talos.dev/metal-installer/${schematicId([])}:v1.12.11`);
});

it.each<[string, Partial<UpgradeRequest["target"]>, string]>([
  [
    "a lower Talos",
    { talos: "v1.12.0" },
    "nodes[cp1].talos: is newer than v1.12.0, and Talos does not go back (found v1.12.3)\n    fix: name v1.12.3 or a later version",
  ],
  ["a lower Kubernetes", { kubernetes: "1.34.9" }, "nodes[cp1].kubernetes: is newer than 1.34.9, and Kubernetes does not go back"],
  [
    "a Talos two minors on",
    { talos: "v1.14.0" },
    "nodes[cp1].talos: is more than one minor release before v1.14.0, and Talos is tested from one to the next (found v1.12.3)\n    fix: upgrade to the latest v1.13 first",
  ],
  ["a Kubernetes two minors on", { talos: "v1.13.0", kubernetes: "1.37.0" }, "fix: upgrade to the latest 1.36 first"],
  [
    "a Kubernetes that the Talos does not know",
    { kubernetes: "1.36.0" },
    "target: is not supported: that Talos runs Kubernetes 1.30 to 1.35 (found Talos v1.12.11 with Kubernetes 1.36.0)\n    fix: upgrade Talos first",
  ],
])("refuses %s", (_, target, message) => {
  expect(() => planUpgrade({ ...request, target: { ...request.target, ...target } })).toThrow(message);
});

it("warns of what has no node meanwhile, and of an API without another control plane", () => {
  const [first, , , worker] = nodes;
  if (first === undefined || worker === undefined) {
    throw new Error("the nodes are missing");
  }
  const { steps } = planUpgrade({
    ...request,
    nodes: [first, worker],
    drainOf: (name) => (name === "w1" ? { podsMoving: 3, down: ["media/jellyfin"] } : quiet),
  });
  expect(steps.map(({ warning }) => warning)).toEqual([
    undefined,
    "no other node takes media/jellyfin",
    "the Kubernetes API is away while it reboots: it is the only control plane",
  ]);
  expect(steps[1]?.why).toContain("3 pods start elsewhere meanwhile");
});

it("touches no node twice, no control plane before a worker, and after any interruption only what is left", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 5 }), fc.nat(), (controlPlanes, workers, stop) => {
      const all = [
        ...Array.from({ length: controlPlanes }, (_, i) => node(`c${i}`, "control-plane", { address: `10.0.1.${i}` })),
        ...Array.from({ length: workers }, (_, i) => node(`x${i}`, "worker", { address: `10.0.2.${i}` })),
      ];
      const names = planUpgrade({ ...request, nodes: all }).steps.flatMap((step) => step.node ?? []);
      expect([...names].sort()).toEqual(all.map(({ name }) => name).sort());
      expect(names.findIndex((name) => name.startsWith("c"))).toBe(workers);
      const done = new Set(names.slice(0, stop % (names.length + 1)));
      const rest = planUpgrade({ ...request, nodes: all.map((each) => (done.has(each.name) ? { ...each, talos: "v1.12.11" } : each)) });
      expect(rest.steps.flatMap((step) => step.node ?? [])).toEqual(names.filter((name) => !done.has(name)));
    }),
  );
});
