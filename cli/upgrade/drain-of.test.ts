import { loadStack } from "../../infra/stack/load-stack";
import { stackConfigSchema } from "../../infra/stack/config";
import type { StackDefinition } from "../../infra/stack/definition";
import { drainOf } from "./drain-of";

const machine = {
  pool: "apps",
  memory: "8Gi",
  cpu: { model: "N100", cores: 4, threads: 4 },
  power: { idleWatts: 5, tdpWatts: 6 },
} as const;
const definition: StackDefinition = {
  name: "home",
  hardware: {
    cluster: {
      name: "home",
      endpoint: "https://192.0.2.1:6443",
      kubernetesVersion: "1.35.4",
      operatingSystem: { kind: "talos", version: "v1.12.11" },
    },
    machines: [
      { ...machine, name: "cp", role: "control-plane", address: "192.0.2.1" },
      { ...machine, name: "a", role: "worker", address: "192.0.2.2", devices: ["zigbee"] },
      { ...machine, name: "b", role: "worker", address: "192.0.2.3" },
    ],
  },
  namespaces: [{ name: "home", tier: "3-edge" }],
  workloads: [
    { namespace: "home", name: "web", kind: "Deployment", managedBy: "flux", requests: { cpu: "100m", memory: "1Gi" }, current: { a: 1 } },
    {
      namespace: "home",
      name: "zigbee2mqtt",
      kind: "Deployment",
      managedBy: "flux",
      requests: { cpu: "100m", memory: "256Mi" },
      current: { a: 1 },
      requires: [{ key: "berth.dev/device.zigbee", operator: "In", values: ["true"] }],
    },
  ],
};

it("says what starts elsewhere while a node is away, and what no other node takes", () => {
  const told: string[] = [];
  const drain = drainOf(loadStack(definition, stackConfigSchema.parse({})), (line) => told.push(line));
  expect(drain("a")).toEqual({ podsMoving: 1, down: ["home/zigbee2mqtt"] });
  expect(drain("b")).toEqual({ podsMoving: 0, down: [] });
  expect(told).toEqual(["planning without a", "planning without b"]);
});

it("knows that nothing runs while the only node is away", () => {
  const [controlPlane] = definition.hardware.machines;
  const stack = loadStack(
    {
      ...definition,
      hardware: {
        ...definition.hardware,
        cluster: { ...definition.hardware.cluster, allowSchedulingOnControlPlanes: true },
        machines: controlPlane === undefined ? [] : [{ ...controlPlane, devices: ["zigbee"] }],
      },
      workloads: definition.workloads.map((row) => ({ ...row, current: { cp: 1 } })),
    },
    stackConfigSchema.parse({}),
  );
  expect(drainOf(stack, () => undefined)("cp")).toEqual({ podsMoving: 0, down: ["home/web", "home/zigbee2mqtt"] });
});
