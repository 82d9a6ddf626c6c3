import { plan } from "../plan";
import type { PlannedWorkload, UnplacedWorkload } from "../plan-document";
import { GiB, hostname, node, problem, workload } from "../testing/problems";

const dedicated = { key: "dedicated", value: "", effect: "NoSchedule" as const };
const ssd = { key: "disk", operator: "In" as const, values: ["ssd"] };

function reason(posed: ReturnType<typeof problem>, name: string): string | undefined {
  return plan(posed).workloads.find((each: PlannedWorkload) => each.name === name)?.reason;
}

function unplaced(posed: ReturnType<typeof problem>): readonly Omit<UnplacedWorkload, "namespace">[] {
  return plan(posed).unplaced.map(({ name, replicas, blockedBy, remedies }) => ({ name, replicas, blockedBy, remedies }));
}

describe("the reason", () => {
  test("of a move names what is against every other node, the node that it leaves included", () => {
    const nodes = [
      node("a", { taints: [dedicated] }),
      node("b", { allocatable: { memoryBytes: GiB / 2 } }),
      node("c", { labels: { disk: "ssd" } }),
      node("d"),
    ];
    expect(reason(problem(nodes, [workload("w", { current: { a: 1 }, target: [ssd] })]), "w")).toBe(
      "moves from a to c; not a: taint dedicated:NoSchedule; not b, d: target is disk In [ssd]",
    );
  });

  test("names a control plane, and how far a ceiling would be exceeded", () => {
    const nodes = [node("a", { controlPlane: true }), node("b", { allocatable: { memoryBytes: 4 * GiB } }), node("c")];
    const rows = [
      workload("old", { mode: "fixed", requests: { cpuMilli: 0, memoryBytes: 3 * GiB }, current: { b: 1 } }),
      workload("w", { current: { a: 1 } }),
    ];
    expect(reason(problem(nodes, rows), "w")).toBe(
      "moves from a to c; not a: control plane, kept for the core; not b: memory 100 % over the ceiling of 90 %",
    );
  });

  test("of a pod that stays says what a move would cost", () => {
    const rows = [workload("w", { requests: { cpuMilli: 100, memoryBytes: 0 }, current: { a: 1 } })];
    expect(reason(problem([node("a"), node("b")], rows), "w")).toBe("stays on a; not b: less even (cpu 3 %, memory 0 % with it)");
    expect(reason(problem([node("a"), node("b")], rows, { objectives: ["place", "control-plane", "disruption"] }), "w")).toBe(
      "stays on a; not b: one more restart",
    );
  });

  test("of watts has them to a tenth", () => {
    const nodes = [node("a", { power: { idleWatts: 5, fullWatts: 25 } }), node("b", { power: { idleWatts: 6, fullWatts: 36 } })];
    expect(reason(problem(nodes, [workload("w")], { objectives: ["place", "control-plane", "watts"] }), "w")).toBe(
      "starts on a; not b: 3.5 W more",
    );
  });

  test("of a fixed workload gives its cause, the target that it misses, and what a restart would do", () => {
    const nodes = [node("a", { taints: [dedicated] }), node("b", { labels: { disk: "ssd" } })];
    const row = workload("w", { mode: "fixed", fixedBecause: 'volume "data" is on the disk of a', current: { a: 1 }, target: [ssd] });
    expect(reason(problem(nodes, [row]), "w")).toBe(
      'stays on a: volume "data" is on the disk of a; its target is b, which it can reach only once that is no longer so; a pod that restarts there stays pending, because it does not tolerate dedicated:NoSchedule on a',
    );
  });

  test("of a DaemonSet says where it is not", () => {
    expect(reason(problem([node("a", { taints: [dedicated] }), node("b")], [workload("w", { mode: "perNode" })]), "w")).toBe(
      "one pod on every node that it may use; not a",
    );
    expect(reason(problem([node("b")], [workload("w", { mode: "perNode" })]), "w")).toBe("one pod on every node");
  });

  test("of a move from a node that is gone names it", () => {
    const rows = [workload("v", { current: { b: 1 } }), workload("w", { current: { gone: 1 } })];
    expect(reason(problem([node("a"), node("b")], rows), "w")).toMatch(/^moves from gone to a; /);
  });

  test("of a workload that grows keeps what stays apart from what starts", () => {
    const rows = [workload("w", { replicas: 2, antiAffinityTopologyKey: hostname, current: { a: 1 } })];
    expect(reason(problem([node("a"), node("b")], rows), "w")).toBe("stays on a, grows to b");
  });
});

describe("what speaks against each other node", () => {
  function against(posed: ReturnType<typeof problem>, name: string): PlannedWorkload["against"] {
    return plan(posed).workloads.find((each) => each.name === name)?.against;
  }

  test("is listed by node, the node that a workload leaves among them", () => {
    const nodes = [node("a", { taints: [dedicated] }), node("b", { allocatable: { memoryBytes: GiB / 2 } }), node("c")];
    expect(against(problem(nodes, [workload("w", { current: { a: 1 } })]), "w")).toEqual([
      { node: "a", reason: "taint dedicated:NoSchedule" },
      { node: "b", reason: "512 MiB of memory too little" },
    ]);
  });

  test("is said of what has no node, too", () => {
    const posed = problem([node("a", { taints: [dedicated] })], [workload("w")]);
    expect(against(posed, "w")).toEqual([{ node: "a", reason: "taint dedicated:NoSchedule" }]);
    expect(reason(posed, "w")).toBe("has no node; not a: taint dedicated:NoSchedule");
  });

  test("is left out of what may not move, and where there is no other node", () => {
    expect(against(problem([node("a"), node("b")], [workload("w", { mode: "fixed", current: { a: 1 } })]), "w")).toBeUndefined();
    expect(against(problem([node("a")], [workload("w")]), "w")).toBeUndefined();
  });
});

describe("what cannot be placed", () => {
  test("names the fewest constraints that block it, and what would help, the cheapest first", () => {
    const nodes = [node("a", { taints: [dedicated] }), node("b", { allocatable: { memoryBytes: GiB } })];
    const row = workload("w", { requests: { memoryBytes: 2 * GiB }, target: [{ key: "gone", operator: "Exists" }] });
    expect(unplaced(problem(nodes, [row]))).toEqual([
      {
        name: "w",
        replicas: 1,
        blockedBy: ["target: a, b"],
        remedies: [
          "tolerate dedicated:NoSchedule and drop the target gone Exists",
          "drop the target gone Exists and request 1 GiB of memory less",
          "drop the target gone Exists and 1 GiB of memory more on b",
        ],
      },
    ]);
  });

  test("of as few constraints, those that are hardest to get rid of", () => {
    const rows = [workload("w", { requests: { extended: { "nvidia.com/gpu": 1 } }, target: [ssd], requires: [ssd] })];
    expect(unplaced(problem([node("a")], rows))[0]?.blockedBy).toEqual(["nvidia.com/gpu: a"]);
    expect(unplaced(problem([node("a"), node("b", { taints: [dedicated] })], rows))[0]?.blockedBy).toEqual(["requirements: a, b"]);
  });

  test("asks for no more than suffices when other pods make room", () => {
    const rows = [
      workload("large", { requests: { cpuMilli: 0, memoryBytes: 5 * GiB } }),
      workload("small", { requests: { cpuMilli: 0, memoryBytes: GiB }, current: { a: 1 } }),
      workload("w", { tier: 3, requests: { cpuMilli: 0, memoryBytes: 4 * GiB }, requires: [ssd] }),
    ];
    const nodes = [
      node("a", { labels: { disk: "ssd" }, allocatable: { memoryBytes: 3 * GiB } }),
      node("b", { allocatable: { memoryBytes: 6 * GiB } }),
    ];
    expect(unplaced(problem(nodes, rows))[0]?.remedies[0]).toBe("request 1 GiB of memory less");
    const twice = rows.map((row) => (row.name === "w" ? { ...row, replicas: 2 } : row));
    expect(unplaced(problem(nodes, twice))[0]?.remedies).toContain("5 GiB of memory more on a");
  });

  test("offers nothing that does more than what is enough", () => {
    const rows = [workload("w", { target: [ssd] })];
    expect(unplaced(problem([node("a"), node("b", { taints: [dedicated] })], rows))[0]?.remedies).toEqual([
      "drop the target disk In [ssd]",
    ]);
  });

  test("tells what a strict rule asks for", () => {
    const rows = [workload("w", { replicas: 2, antiAffinityTopologyKey: hostname })];
    expect(unplaced(problem([node("a")], rows))).toEqual([
      { name: "w", replicas: 1, blockedBy: ["anti-affinity: a"], remedies: ["drop the anti-affinity", "another node like a"] },
    ]);
  });

  test("offers a larger node and another one when only resources are missing", () => {
    const rows = [workload("w", { tier: 0, requests: { cpuMilli: 3000, extended: { "nvidia.com/gpu": 1 } } })];
    expect(unplaced(problem([node("a", { allocatable: { cpuMilli: 2500 } })], rows))).toEqual([
      {
        name: "w",
        replicas: 1,
        blockedBy: ["nvidia.com/gpu: a"],
        remedies: ["request 500m of cpu less and 1 nvidia.com/gpu more on a", "500m of cpu more on a and 1 nvidia.com/gpu more on a"],
      },
    ]);
  });

  test("offers nothing that would cost another pod its place", () => {
    const rows = [
      workload("kept", { tier: 1, requests: { cpuMilli: 4000 } }),
      workload("w", { tier: 3, requests: { cpuMilli: 4000 }, requires: [ssd] }),
    ];
    const [found] = unplaced(problem([node("a")], rows));
    expect(found).toEqual({
      name: "w",
      replicas: 1,
      blockedBy: ["cpu: a"],
      remedies: ["drop the requirement disk In [ssd] and 4000m of cpu more on a"],
    });
  });

  test("says of a fixed workload that its node is gone", () => {
    expect(unplaced(problem([node("a")], [workload("w", { mode: "fixed", current: { gone: 1 } })]))).toEqual([
      { name: "w", replicas: 1, blockedBy: ["fixed: gone"], remedies: [] },
    ]);
  });

  test("says of a DaemonSet which node has no room", () => {
    const rows = [workload("w", { mode: "perNode", requests: { cpuMilli: 3000 } })];
    const [found] = unplaced(problem([node("a"), node("b", { allocatable: { cpuMilli: 1000 } })], rows));
    expect(found).toMatchObject({ name: "w", replicas: 1, blockedBy: ["cpu: b"] });
  });

  test("says that the workload to be with is missing", () => {
    const [found] = unplaced(problem([node("a")], [workload("w", { colocateWith: "apps/gone" })]));
    expect(found).toMatchObject({ blockedBy: ["colocation: a"], remedies: ["let it run without apps/gone"] });
  });
});
