import { plan } from "../plan";
import { node, problem, workload } from "../testing/problems";
import { allowedNodes } from "./allowed-nodes";

function allowed(posed: Parameters<typeof plan>[0]): Record<string, string[]> {
  return Object.fromEntries([...allowedNodes(posed, plan(posed))].map(([id, names]) => [id, [...names].sort()]));
}

const disks = ["ssd", "hdd", "nvme"].map((disk, index) => node(["a", "b", "c"][index] ?? "", { capabilities: { disk } }));

test("the planned node and those to fall back to", () => {
  const rows = [workload("w", { requires: [{ key: "disk", operator: "NotIn", values: ["nvme"] }], current: { a: 1 } })];
  expect(allowed(problem(disks, rows))).toEqual({ "apps/w": ["a", "b"] });
});

test("with a strict pin the planned node alone", () => {
  expect(allowed(problem(disks, [workload("w", { pin: "strict", current: { a: 1 } })]))).toEqual({ "apps/w": ["a"] });
});

test("a node that labels cannot tell from a planned one as well", () => {
  const alike = [node("a", { capabilities: { disk: "ssd" } }), node("b", { capabilities: { disk: "ssd" } }), node("c")];
  expect(allowed(problem(alike, [workload("w", { pin: "strict", current: { a: 1 } })]))).toEqual({ "apps/w": ["a", "b"] });
});

test("what is not placed by constraints is left out", () => {
  const rows = [
    workload("agent", { mode: "perNode" }),
    workload("bound", { mode: "fixed", current: { a: 1 } }),
    workload("none", { requests: { cpuMilli: 99_000 } }),
  ];
  expect(allowed(problem(disks, rows))).toEqual({});
});
