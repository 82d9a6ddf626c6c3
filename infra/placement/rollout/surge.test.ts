import type { PlacementNode, PlacementWorkload } from "../problem";
import { hostname, node, problem, workload } from "../testing/problems";
import { type SurgeShortfall, surgeShortfalls } from "./surge";

const zone = "topology.kubernetes.io/zone";
const two = [node("a", { labels: { [zone]: "x" } }), node("b", { labels: { [zone]: "y" } })];

/** Of workloads that run where `current` says and may use the nodes that `allowed` names, or those alone. */
function shortfalls(
  nodes: readonly PlacementNode[],
  rows: readonly PlacementWorkload[],
  allowed: Readonly<Record<string, readonly string[]>> = {},
): readonly SurgeShortfall[] {
  return surgeShortfalls(
    problem(nodes, rows),
    new Map(rows.map(({ id, current }) => [id, current])),
    new Map(rows.map(({ id, name, current }) => [id, new Set(allowed[name] ?? Object.keys(current))])),
  );
}

const rolled = (name: string, changes: Parameters<typeof workload>[1]): PlacementWorkload => workload(name, { surgePods: 1, ...changes });

describe("the pods of a rolling update", () => {
  test("need room beside everything that is planned", () => {
    const full = rolled("full", { requests: { cpuMilli: 2500 }, current: { a: 1 } });
    const small = rolled("small", { requests: { cpuMilli: 500 }, current: { a: 1 } });
    expect(shortfalls(two, [full, small])).toEqual([{ id: "apps/full", pods: 1, room: 0 }]);
  });

  test("may go to failover nodes", () => {
    const full = rolled("full", { requests: { cpuMilli: 2500 }, current: { a: 1 } });
    expect(shortfalls(two, [full], { full: ["a", "b"] })).toEqual([]);
  });

  test("keep apart from the old ones: a full set of nodes deadlocks", () => {
    const apart = rolled("apart", { replicas: 2, antiAffinityTopologyKey: hostname, current: { a: 1, b: 1 } });
    expect(shortfalls(two, [apart])).toEqual([{ id: "apps/apart", pods: 1, room: 0 }]);
    expect(shortfalls([...two, node("c")], [apart], { apart: ["a", "b", "c"] })).toEqual([]);
  });

  test("keep away from whatever keeps away from the old ones", () => {
    const shy = workload("shy", { podAntiAffinity: [{ topologyKey: zone, selects: ["apps/rolled"] }], current: { b: 1 } });
    const apart = rolled("rolled", { antiAffinityTopologyKey: hostname, current: { a: 1 } });
    expect(shortfalls(two, [shy, apart], { rolled: ["a", "b"] })).toEqual([{ id: "apps/rolled", pods: 1, room: 0 }]);
  });

  test("are counted apart in topology spread", () => {
    const even = { topologyKey: zone, maxSkew: 1, strict: true };
    // With the old pods counted, zone y would have to come first, where there is no room.
    const spread = rolled("spread", { replicas: 3, spreads: [even], current: { a: 2, b: 1 } });
    const filler = workload("filler", { requests: { cpuMilli: 3000 }, current: { b: 1 } });
    expect(shortfalls(two, [spread, filler])).toEqual([]);
    expect(shortfalls(two, [{ ...spread, surgePods: 2 }, filler])).toEqual([{ id: "apps/spread", pods: 2, room: 1 }]);
  });

  test("find the company that the old ones have", () => {
    const leader = workload("leader", { current: { a: 1 } });
    const follower = rolled("follower", { colocateWith: "apps/leader", current: { a: 1 } });
    expect(shortfalls(two, [leader, follower], { follower: ["a", "b"] })).toEqual([]);
    expect(
      shortfalls(two, [{ ...leader, requests: { cpuMilli: 2500, memoryBytes: 0, extended: {} } }, follower], { follower: ["a", "b"] }),
    ).toEqual([{ id: "apps/follower", pods: 1, room: 0 }]);
  });

  test("need a device and a port of their own", () => {
    const gpu = rolled("gpu", { requests: { extended: { "nvidia.com/gpu": 1 } }, current: { g: 1 } });
    const port = rolled("port", { hostPorts: [{ port: 80, protocol: "TCP", hostIP: "0.0.0.0" }], current: { g: 1 } });
    expect(shortfalls([node("g", { allocatable: { extended: { "nvidia.com/gpu": 1 } } })], [gpu, port])).toEqual([
      { id: "apps/gpu", pods: 1, room: 0 },
      { id: "apps/port", pods: 1, room: 0 },
    ]);
  });

  test("of what is fixed stay on its nodes", () => {
    const fixed = rolled("fixed", { mode: "fixed", requests: { cpuMilli: 2500 }, current: { a: 1 } });
    expect(shortfalls(two, [fixed], { fixed: ["a", "b"] })).toEqual([{ id: "apps/fixed", pods: 1, room: 0 }]);
  });

  test("of one workload at a time", () => {
    const rows = ["v", "w"].map((name) => rolled(name, { requests: { cpuMilli: 1200 }, current: { a: 1 } }));
    expect(shortfalls(two, rows)).toEqual([]);
  });

  test("of a workload without any, or that runs nothing, are no matter", () => {
    const full = { requests: { cpuMilli: 4000 } };
    expect(shortfalls(two, [workload("none", { ...full, current: { a: 1 } }), rolled("idle", { ...full, replicas: 0 })])).toEqual([]);
  });
});
