import fc from "fast-check";
import { GiB } from "../placement/testing/problems";
import type { Load } from "./load";
import { proposeScaling } from "./propose-scaling";
import { fleetWorkload, smallFleet } from "./testing/small-fleet";

/** Two pods of 500m and 1 GiB, of which one may be missing. */
const web = fleetWorkload("web", { replicas: 2, requests: { cpuMilli: 500, memoryBytes: GiB } });
const quiet: Load = { scale: "normal" };

function measured(memoryPercent: number, cpuPercent = 20): Load {
  return { scale: "normal", measured: { memoryPercent, cpuPercent } };
}

describe("up", () => {
  it("proposes one node more when that brings memory under 70 %", () => {
    expect(proposeScaling(smallFleet(3, [web]), { direction: "up" }, measured(86.4))).toEqual({
      version: 1,
      stack: "small",
      action: "scale-up",
      minNodes: 3,
      maxNodes: 6,
      currency: "EUR",
      present: { nodes: 3, costPerMonth: 13.5, memoryPercent: 86, cpuPercent: 20 },
      proposed: { nodes: 4, costPerMonth: 18, memoryPercent: 65, cpuPercent: 15 },
      reasons: ["memory 86 %, CPU 20 % of 3 nodes, above 80 %", "4 nodes are the fewest that carry it: memory 65 %, CPU 15 % of 4 nodes"],
      joining: ["small-node-4"],
      leaving: [],
      shortfalls: [],
      obstacles: [],
      drain: [],
      notSaved: [],
    });
  });

  it("proposes as many as it takes, not one", () => {
    const { proposed, joining } = proposeScaling(smallFleet(3, [web]), { direction: "up" }, measured(60, 99));
    expect([proposed.nodes, joining]).toEqual([5, ["small-node-4", "small-node-5"]]);
  });

  it("proposes nothing when what there is carries the load", () => {
    const { action, proposed, reasons } = proposeScaling(smallFleet(3, [web]), { direction: "up" }, measured(80));
    expect([action, proposed.nodes]).toEqual(["none", 3]);
    expect(reasons).toEqual(["3 nodes carry the load: memory 80 %, CPU 20 % of 3 nodes, and more are added above 80 %"]);
  });

  it("adds nodes for pods that have none, whatever is measured", () => {
    const many = fleetWorkload("many", { replicas: 4, antiAffinityTopologyKey: "kubernetes.io/hostname", tier: 4 });
    const { action, proposed, reasons } = proposeScaling(smallFleet(3, [many]), { direction: "up" }, measured(10));
    expect([action, proposed.nodes]).toEqual(["scale-up", 4]);
    expect(reasons[0]).toContain("3 nodes do not carry the load: apps/many: no node for its pod");
  });

  it("adds nodes for what would not survive the loss of one", () => {
    const apart = { replicas: 3, antiAffinityTopologyKey: "kubernetes.io/hostname" };
    const strict = fleetWorkload("strict", apart, { disruption: { minAvailable: 3 } });
    const { proposed, reasons } = proposeScaling(smallFleet(3, [strict]), { direction: "up" }, measured(10));
    expect(proposed.nodes).toBe(4);
    expect(reasons[0]).toContain("apps/strict: without small-node-1, a pod would wait");
    // A majority of a database is enough for as long as a node is lost.
    const database = fleetWorkload("database", apart, { disruption: "operator" });
    expect(proposeScaling(smallFleet(3, [database]), { direction: "up" }, measured(10)).action).toBe("none");
  });

  it("adds nodes when requests are above a ceiling", () => {
    const heavy = fleetWorkload("heavy", { replicas: 6, tier: 4, requests: { cpuMilli: 1800, memoryBytes: GiB } });
    const { proposed, reasons } = proposeScaling(smallFleet(3, [heavy]), { direction: "up" }, quiet);
    expect(proposed.nodes).toBe(6);
    expect(reasons[0]).toBe("memory 25 %, CPU 90 % of 3 nodes requested, above 80 %");
  });

  it("plans for as many pods as KEDA may start, and for as many as there are", () => {
    const bursty = fleetWorkload("bursty", {
      replicas: 1,
      scale: { minReplicas: 0, maxReplicas: 8 },
      tier: 4,
      requests: { cpuMilli: 1500, memoryBytes: GiB },
    });
    const fleet = smallFleet(3, [bursty]);
    expect(proposeScaling(fleet, { direction: "up" }, quiet).proposed.nodes).toBe(3);
    expect(proposeScaling(fleet, { direction: "up" }, { scale: "peak" }).proposed.nodes).toBe(5);
    expect(proposeScaling(fleet, { direction: "up" }, { scale: "normal", replicas: { "apps/bursty": 8 } }).proposed.nodes).toBe(5);
  });

  it("stops at the most there may be, and says what waits even then", () => {
    const full = proposeScaling(smallFleet(6, [web]), { direction: "up" }, measured(95));
    expect([full.action, full.obstacles.map(({ because }) => because)]).toEqual([
      "refused",
      ["6 nodes are the most that the fleet may have"],
    ]);
    const tooMany = fleetWorkload("many", { replicas: 7, antiAffinityTopologyKey: "kubernetes.io/hostname" });
    const { action, proposed, shortfalls, reasons } = proposeScaling(smallFleet(3, [tooMany]), { direction: "up" }, quiet);
    expect([action, proposed.nodes, shortfalls.map(({ subject }) => subject)]).toEqual(["scale-up", 6, ["apps/many"]]);
    expect(reasons[1]).toContain("6 nodes are the fewest that do as much as nodes can: apps/many: no node for its pod");
    expect(proposeScaling(smallFleet(5, [web]), { direction: "up" }, measured(95)).reasons[1]).toBe(
      "6 nodes, the most there may be, are not enough: memory 79 %, CPU 17 % of 6 nodes",
    );
  });

  it("rents nothing for a pod that is larger than any node", () => {
    const huge = fleetWorkload("huge", { requests: { cpuMilli: 8000, memoryBytes: GiB } });
    const { action, proposed, reasons, obstacles } = proposeScaling(smallFleet(3, [huge]), { direction: "up" }, measured(50));
    expect([action, proposed.nodes, reasons[1], obstacles.map(({ subject }) => subject)]).toEqual([
      "refused",
      3,
      "more nodes would not help",
      ["apps/huge"],
    ]);
    // It does not keep others from getting theirs.
    const four = fleetWorkload("four", { replicas: 4, antiAffinityTopologyKey: "kubernetes.io/hostname", tier: 4 });
    expect(proposeScaling(smallFleet(3, [huge, four]), { direction: "up" }, measured(50)).proposed.nodes).toBe(4);
    expect(proposeScaling(smallFleet(3, [huge]), { direction: "up" }, measured(90)).proposed.nodes).toBe(4);
  });
});

describe("down", () => {
  it("gives the last node back, drained first, and says what that does not save", () => {
    const proposal = proposeScaling(smallFleet(5, [web]), { direction: "down" }, measured(25));
    expect([proposal.action, proposal.proposed.nodes, proposal.leaving]).toEqual(["scale-down", 4, ["small-node-5"]]);
    expect(proposal.drain.map(({ step, command }) => [step, command.join(" ")])).toEqual([
      [1, "kubectl cordon small-node-5"],
      [2, "kubectl drain small-node-5 --ignore-daemonsets --delete-emptydir-data --timeout=15m"],
      [3, "kubectl delete node small-node-5"],
    ]);
    expect(proposal.present.costPerMonth - proposal.proposed.costPerMonth).toBe(4.5);
    expect(proposal.notSaved[0]).toContain("cancelling ends the contract of small-node-5 at the end of its paid period");
  });

  it("refuses below the minimum", () => {
    const { action, obstacles } = proposeScaling(smallFleet(3, [web]), { direction: "down" }, measured(5));
    expect([action, obstacles[0]?.because]).toEqual(["refused", "3 nodes are the fewest that the fleet may have"]);
  });

  it("refuses when the others would be too full", () => {
    const fleet = smallFleet(4, [web]);
    expect(proposeScaling(fleet, { direction: "down" }, measured(45)).action).toBe("scale-down");
    const { action, obstacles } = proposeScaling(fleet, { direction: "down" }, measured(46));
    expect([action, obstacles.map(({ because }) => because)]).toEqual([
      "refused",
      ["the other 3 nodes would be too full: memory 61 %, CPU 27 % of 3 nodes, above 60 %"],
    ]);
  });

  it("refuses when the others cannot hold a pod", () => {
    const four = fleetWorkload("four", { replicas: 4, antiAffinityTopologyKey: "kubernetes.io/hostname", tier: 4 });
    const { action, obstacles } = proposeScaling(smallFleet(4, [four]), { direction: "down" }, measured(10));
    expect([action, obstacles[0]?.subject, obstacles[0]?.because]).toEqual([
      "refused",
      "apps/four",
      expect.stringContaining("the other 3 nodes cannot hold it: no node for its pod"),
    ]);
    expect(obstacles[0]?.remedies.length).toBeGreaterThan(0);
  });

  const replica = { replicas: 3, antiAffinityTopologyKey: "kubernetes.io/hostname" };
  const local = [{ name: "data", storage: "node-local" as const }];

  it("refuses to give back a node with a replica of a database, and takes one without", () => {
    const there = fleetWorkload("db", replica, {
      disruption: "operator",
      volumes: local,
      current: { "small-node-1": 1, "small-node-2": 1, "small-node-4": 1 },
    });
    const refused = proposeScaling(smallFleet(4, [there]), { direction: "down" }, measured(10));
    expect([refused.action, refused.obstacles]).toEqual([
      "refused",
      [
        {
          node: "small-node-4",
          subject: "apps/db",
          because: 'a replica of a database has its data there: volume "data" is on the node\'s own disk and goes with it',
          remedies: [
            "have the operator build the replica anew on another node (delete its claim and pod there), and wait until it has caught up",
            "require for it what only the first nodes have, so that none comes here",
          ],
        },
      ],
    ]);
    const elsewhere = fleetWorkload("db", replica, {
      disruption: "operator",
      volumes: local,
      current: { "small-node-1": 1, "small-node-2": 1, "small-node-3": 1 },
    });
    expect(proposeScaling(smallFleet(4, [elsewhere]), { direction: "down" }, measured(10)).action).toBe("scale-down");
  });

  it("refuses to give back a node with a pod that may not move or whose budget lets none go", () => {
    const bound = fleetWorkload("bound", {}, { immovable: "a licence is tied to it", current: { "small-node-4": 1 } });
    const rigid = fleetWorkload("rigid", {}, { disruption: { minAvailable: 1 }, current: { "small-node-4": 1 } });
    const { obstacles } = proposeScaling(smallFleet(4, [bound, rigid]), { direction: "down" }, measured(10));
    expect(obstacles.map(({ subject, because }) => [subject, because])).toEqual([
      ["apps/bound", "it may not move: a licence is tied to it"],
      ["apps/rigid", 'its disruption budget ({"minAvailable":1} of 1) lets no pod go, so that a drain would never end'],
    ]);
  });

  it("never gives back a control plane", () => {
    const fleet = smallFleet(3, [web], { minNodes: 2 });
    const { action, obstacles } = proposeScaling(fleet, { direction: "down" }, measured(5));
    expect([action, obstacles.map(({ node, subject }) => [node, subject])]).toEqual(["refused", [["small-node-3", "etcd"]]]);
  });
});

describe("a number", () => {
  it("is taken as asked for when the rest can hold the load", () => {
    const fleet = smallFleet(5, [web]);
    const { action, leaving, drain } = proposeScaling(fleet, { nodes: 3 }, measured(40));
    expect([action, leaving, drain.map(({ node, action: verb }) => `${verb} ${node}`)]).toEqual([
      "scale-down",
      ["small-node-5", "small-node-4"],
      ["cordon", "drain", "delete"]
        .map((verb) => `${verb} small-node-5`)
        .concat(["cordon", "drain", "delete"].map((verb) => `${verb} small-node-4`)),
    ]);
    expect(proposeScaling(fleet, { nodes: 3 }, measured(49)).action).toBe("refused");
    expect(proposeScaling(fleet, { nodes: 6 }, quiet).action).toBe("scale-up");
    expect(proposeScaling(fleet, { nodes: 5 }, quiet).action).toBe("none");
    expect(proposeScaling(fleet, { nodes: 7 }, quiet).obstacles[0]?.because).toBe("6 nodes are the most that the fleet may have");
    expect(proposeScaling(fleet, { nodes: 2 }, quiet).obstacles[0]?.because).toBe("3 nodes are the fewest that the fleet may have");
  });
});

/** What a load uses of the whole, on another number of nodes. */
function carried(load: Load, from: number, to: number): Load {
  const { memoryPercent, cpuPercent } = load.measured ?? {};
  const scaled = {
    ...(memoryPercent === undefined ? {} : { memoryPercent: (memoryPercent * from) / to }),
    ...(cpuPercent === undefined ? {} : { cpuPercent: (cpuPercent * from) / to }),
  };
  return { ...load, measured: scaled };
}

const percent = fc.option(fc.integer({ min: 0, max: 150 }), { nil: undefined });
const anyLoad = fc
  .record({ memoryPercent: percent, cpuPercent: percent, scale: fc.constantFrom("normal" as const, "peak" as const) })
  .map(({ memoryPercent, cpuPercent, scale }): Load => ({
    scale,
    measured: { ...(memoryPercent === undefined ? {} : { memoryPercent }), ...(cpuPercent === undefined ? {} : { cpuPercent }) },
  }));
const anyWorkloads = fc.array(
  fc.record({
    replicas: fc.integer({ min: 1, max: 6 }),
    maxReplicas: fc.integer({ min: 6, max: 9 }),
    cpuMilli: fc.integer({ min: 1, max: 12 }).map((tenths) => tenths * 100),
    memoryBytes: fc.integer({ min: 1, max: 8 }).map((quarters) => (quarters * GiB) / 4),
    apart: fc.boolean(),
  }),
  { maxLength: 4 },
);

it("never goes down after it went up, nor up after down, under the same load", () => {
  let moved = 0;
  fc.assert(
    fc.property(anyWorkloads, anyLoad, fc.integer({ min: 3, max: 6 }), (shapes, load, nodes) => {
      const workloads = shapes.map(({ replicas, maxReplicas, cpuMilli, memoryBytes, apart }, i) =>
        fleetWorkload(`w${i}`, {
          replicas,
          scale: { minReplicas: 0, maxReplicas },
          requests: { cpuMilli, memoryBytes },
          ...(apart ? { antiAffinityTopologyKey: "kubernetes.io/hostname" } : {}),
        }),
      );
      const opposite = { up: "down", down: "up" } as const;
      for (const direction of ["up", "down"] as const) {
        const { proposed } = proposeScaling(smallFleet(nodes, workloads), { direction }, load);
        if (proposed.nodes !== nodes) {
          moved++;
          const back = proposeScaling(
            smallFleet(proposed.nodes, workloads),
            { direction: opposite[direction] },
            carried(load, nodes, proposed.nodes),
          );
          expect(back.proposed.nodes).toBe(proposed.nodes);
        }
      }
    }),
    { numRuns: 40 },
  );
  expect(moved).toBeGreaterThan(5);
});
