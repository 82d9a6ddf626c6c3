import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, validDefinition } from "../../infra/stack/testing/valid-stack";
import { nodeObject } from "./node-object";

const stack = loadStack(validDefinition, validConfig);

it("is the node that the planner counts on", () => {
  const [node] = stack.problem.nodes.filter(({ name }) => name === "gpu1");
  const [machine] = stack.hardware.machines.filter(({ name }) => name === "gpu1");
  if (node === undefined || machine === undefined) {
    throw new Error("the stack has no gpu1");
  }
  const { cpuMilli, memoryBytes, pods, extended } = node.allocatable;
  const object = nodeObject(node, machine, "1.35.4");
  expect(object.metadata).toEqual({ name: "gpu1", labels: node.labels });
  expect(object["spec"]).toEqual({ taints: node.taints });
  expect(object["status"]).toMatchObject({
    allocatable: {
      cpu: `${cpuMilli}m`,
      memory: String(memoryBytes),
      pods: String(pods),
      ...Object.fromEntries(Object.entries(extended).map(([resource, amount]) => [resource, String(amount)])),
    },
    capacity: { cpu: String(machine.threads), memory: String(machine.memoryBytes) },
    addresses: [
      { type: "InternalIP", address: machine.address },
      { type: "Hostname", address: "gpu1" },
    ],
    nodeInfo: { kubeletVersion: "v1.35.4" },
  });
  expect(Object.keys(extended)).not.toEqual([]);
});

it("of a machine that is not known has the capacity of what can be allocated, and no address", () => {
  const [node] = stack.problem.nodes;
  if (node === undefined) {
    throw new Error("the stack has no node");
  }
  expect(nodeObject(node, undefined, "1.35.4")["status"]).toMatchObject({
    capacity: { cpu: `${node.allocatable.cpuMilli}m` },
    addresses: [{ type: "Hostname" }],
  });
});
