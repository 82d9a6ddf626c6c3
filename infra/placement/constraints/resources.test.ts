import { GiB, node, problem, workload } from "../testing/problems";
import { stateWith } from "../testing/states";
import { hasPodSlot } from "./pod-count";
import { hasResources, scarceResources } from "./resources";

const gpus = { allocatable: { extended: { "nvidia.com/gpu": 1 } } };

/** plugins/noderesources/fit.go */
describe("resources", () => {
  test("exactly what is free fits, one more does not", () => {
    const { state, w, n } = stateWith(
      problem([node("a")], [workload("fits", { requests: { cpuMilli: 4000 } }), workload("over", { requests: { cpuMilli: 4001 } })]),
    );
    expect(hasResources(state, w("fits"), n("a"))).toBe(true);
    expect(hasResources(state, w("over"), n("a"))).toBe(false);
  });

  test("every scarce resource is named with what is missing", () => {
    const rows = [
      workload("big", { requests: { cpuMilli: 3500, memoryBytes: 8 * GiB } }),
      workload("more", { requests: { cpuMilli: 1000, memoryBytes: GiB, extended: { "nvidia.com/gpu": 1 } } }),
    ];
    const { state, w, n } = stateWith(problem([node("a")], rows), [["big", "a"]]);
    expect(scarceResources(state, w("more"), n("a"))).toEqual([
      { resource: "cpu", missing: 500 },
      { resource: "memory", missing: GiB },
      { resource: "nvidia.com/gpu", missing: 1 },
    ]);
  });

  test("extended resources are not overcommitted", () => {
    const rows = [
      workload("one", { requests: { extended: { "nvidia.com/gpu": 1 } } }),
      workload("two", { requests: { extended: { "nvidia.com/gpu": 1 } } }),
    ];
    const { state, w, n } = stateWith(problem([node("a", gpus)], rows), [["one", "a"]]);
    expect(hasResources(state, w("two"), n("a"))).toBe(false);
  });

  test("a resource that is not requested is not looked at, even when the node is over it", () => {
    const rows = [
      workload("fixed", { mode: "fixed", requests: { cpuMilli: 5000 }, current: { a: 1 } }),
      workload("none", { requests: { cpuMilli: 0 } }),
      workload("some", { requests: { cpuMilli: 1 } }),
    ];
    const { state, w, n } = stateWith(problem([node("a")], rows));
    expect(hasResources(state, w("none"), n("a"))).toBe(true);
    expect(scarceResources(state, w("some"), n("a"))).toEqual([{ resource: "cpu", missing: 1001 }]);
  });

  test("every pod takes a slot, whatever it requests", () => {
    const rows = ["one", "two"].map((name) => workload(name, { requests: { cpuMilli: 0, memoryBytes: 0 } }));
    const { state, n } = stateWith(problem([node("a", { allocatable: { pods: 2 } })], rows), [["one", "a"]]);
    expect(hasPodSlot(state, n("a"))).toBe(true);
    state.add(1, n("a"));
    expect(hasPodSlot(state, n("a"))).toBe(false);
  });
});

/** DaemonSets and pods that stay are there before anything is planned. */
describe("what the plan does not decide", () => {
  test("is taken off first", () => {
    const rows = [
      workload("agent", { mode: "perNode", requests: { cpuMilli: 500 } }),
      workload("static", { mode: "fixed", requests: { cpuMilli: 1500 }, current: { a: 2 } }),
    ];
    const { state, n } = stateWith(problem([node("a"), node("b")], rows));
    expect([state.free(n("a"), 0), state.free(n("b"), 0)]).toEqual([500, 3500]);
  });

  test("a DaemonSet keeps off nodes that it does not tolerate or match, and ignores targets", () => {
    const nodes = [
      node("a", { taints: [{ key: "dedicated", value: "", effect: "NoSchedule" }] }),
      node("b", { labels: { disk: "ssd" } }),
      node("c"),
      node("d", { labels: { disk: "ssd" }, taints: [{ key: "soft", value: "", effect: "PreferNoSchedule" }] }),
    ];
    const agent = workload("agent", {
      mode: "perNode",
      requires: [{ key: "disk", operator: "Exists" }],
      target: [{ key: "nowhere", operator: "Exists" }],
    });
    const { state } = stateWith(problem(nodes, [agent]));
    expect([...state.pods]).toEqual([0, 1, 0, 1]);
    expect([...state.busy]).toEqual([0, 0, 0, 0]);
  });
});
