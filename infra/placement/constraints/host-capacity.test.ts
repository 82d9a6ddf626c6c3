import { obstacles } from "../explain/obstacles";
import { GiB, node, problem, workload } from "../testing/problems";
import { stateWith } from "../testing/states";

const hosts = [{ name: "tower", cpuMilli: 5000, memoryBytes: 10 * GiB }];
const nodes = [node("a", { host: "tower" }), node("b", { host: "tower" }), node("metal")];

describe("host capacity", () => {
  test("is what all nodes of a host share", () => {
    const made = stateWith(problem(nodes, [workload("w", { replicas: 9, requests: { cpuMilli: 2000 } })], { hosts }), [
      ["w", "a"],
      ["w", "b"],
    ]);
    expect(["a", "metal"].map((name) => obstacles(made.state, made.w("w"), made.n(name)))).toEqual([
      [{ constraint: "host", reason: "its host tower has 1000m of cpu too little" }],
      [],
    ]);
  });

  test("counts fixed pods and DaemonSets, which it does not refuse", () => {
    const agent = workload("agent", { mode: "perNode", requests: { cpuMilli: 100, memoryBytes: 4 * GiB } });
    const fixed = workload("fixed", { mode: "fixed", current: { a: 1 }, requests: { memoryBytes: 4 * GiB } });
    const made = stateWith(problem(nodes, [agent, fixed, workload("w")], { hosts }));
    expect(made.state.nodesOf(made.w("agent"))).toEqual([0, 1, 2]);
    expect(obstacles(made.state, made.w("w"), made.n("b"))).toEqual([
      { constraint: "host", reason: "its host tower has 3 GiB of memory too little" },
    ]);
  });

  test("asks nothing of a pod that requests nothing", () => {
    const none = workload("none", { requests: { cpuMilli: 0, memoryBytes: 0 } });
    const made = stateWith(problem(nodes, [workload("fixed", { mode: "fixed", current: { a: 9 } }), none], { hosts }));
    expect(obstacles(made.state, made.w("none"), made.n("b"))).toEqual([]);
  });
});
