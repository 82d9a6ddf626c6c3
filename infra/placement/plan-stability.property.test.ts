import fc from "fast-check";
import { plan } from "./plan";
import { assign, podsPerNode } from "./search/assign";
import { carriedOut } from "./testing/carried-out";
import { arbitraryProblem, node, workload } from "./testing/problems";
import { withAndWithoutSolver } from "./testing/with-and-without-solver";

const pool = { key: "pool", value: "of-its-own", effect: "NoSchedule" as const };

describe.each(withAndWithoutSolver)("%s", (_, load) => {
  test("a plan that has been carried out is its own plan: with nothing changed, nothing moves", async () => {
    const solver = await load();
    fc.assert(
      fc.property(arbitraryProblem, (posed) => {
        const after = carriedOut(posed, solver);
        expect(podsPerNode(assign(after, solver))).toEqual(podsPerNode(assign(posed, solver)));
        expect(plan(after, solver).workloads.filter(({ moved }) => moved)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  // Unrelated: it may only use nodes that no other workload may use, and has no rule about other pods. A workload that
  // shares nodes with others is related to them: it takes room, and changes which of their moves is worth its restarts.
  test("a workload that is added with nodes of its own moves no other", async () => {
    const solver = await load();
    fc.assert(
      fc.property(
        arbitraryProblem,
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(0 as const, 2 as const, 4 as const),
        (made, replicas, tier) => {
          const apart = { pool: pool.value };
          const own = ["own-a", "own-b"].map((name) => node(name, { taints: [pool], labels: apart, capabilities: apart }));
          const others = made.workloads.map((row) => ({
            ...row,
            requires: [...row.requires, { key: pool.key, operator: "DoesNotExist" as const }],
          }));
          const posed = carriedOut({ ...made, nodes: [...made.nodes, ...own], workloads: others }, solver);
          const unrelated = workload("unrelated", {
            tier,
            replicas,
            requires: [{ key: pool.key, operator: "Exists" }],
            tolerations: [{ key: pool.key, operator: "Exists" }],
          });
          const then = assign({ ...posed, workloads: [...posed.workloads, unrelated] }, solver);
          const pods = new Map(podsPerNode(then));
          expect(Object.values(pods.get(unrelated.id) ?? {}).reduce((sum, count) => sum + count, 0)).toBe(replicas);
          pods.delete(unrelated.id);
          expect(pods).toEqual(podsPerNode(assign(posed, solver)));
        },
      ),
      { numRuns: 30 },
    );
  });
});
