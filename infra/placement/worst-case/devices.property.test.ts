import fc from "fast-check";
import { plan } from "../plan";
import { deviceMilli, type PlacementProblem } from "../problem";
import { node, problem, workload } from "../testing/problems";
import { completionVerdicts } from "./completion-verdicts";
import { everyWaitingForDevices } from "./testing/every-device-completion";

const gpu = "example.com/shared-gpu";

function cards(name: string, devices: number): PlacementProblem["nodes"][number] {
  return node(name, { allocatable: { extended: { [gpu]: devices * deviceMilli } }, sharedDevices: { [gpu]: devices } });
}

function pods(name: string, request: number, replicas = 1): PlacementProblem["workloads"][number] {
  return workload(name, { replicas, requests: { cpuMilli: 0, memoryBytes: 0, extended: { [gpu]: request } } });
}

/** Up to three nodes and four workloads of up to six pods together. */
const tiny = fc
  .record({
    devices: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    workloads: fc.array(
      fc.record({
        request: fc.constantFrom(200, 300, 500, 600, 1000, 2000),
        replicas: fc.constantFrom(1, 1, 2),
        on: fc.subarray([0, 1, 2], { minLength: 1 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .filter(({ workloads }) => workloads.reduce((sum, { replicas }) => sum + replicas, 0) <= 6)
  .map(({ devices, workloads }) => ({
    posed: problem(
      devices.map((count, n) => cards(`n${n}`, count)),
      workloads.map(({ request, replicas }, w) => pods(`w${w}`, request, replicas)),
    ),
    more: workloads.map(({ on }) => on.flatMap((n) => (n < devices.length ? [`n${n}`] : []))),
  }));

test("proven safe is never wrong, whichever devices pods get", () => {
  const seen = { safe: 0, "at risk": 0, unproven: 0 };
  fc.assert(
    fc.property(tiny, ({ posed, more }) => {
      const planned = plan(posed);
      const allowed = new Map(
        posed.workloads.map(({ id, name }, w) => [
          id,
          new Set([...(more[w] ?? []), ...(planned.workloads.find((each) => each.name === name)?.nodes ?? [])]),
        ]),
      );
      const waiting = everyWaitingForDevices(posed, gpu, allowed);
      for (const [id, { kind }] of completionVerdicts(posed, planned, allowed)) {
        seen[kind]++;
        expect([id, kind]).not.toEqual([id, waiting.has(id) ? "safe" : "at risk"]);
      }
    }),
    { numRuns: 200 },
  );
  expect(Math.min(seen.safe, seen["at risk"])).toBeGreaterThan(50);
});

describe("one node with two cards", () => {
  const verdict = (rows: PlacementProblem["workloads"]): Readonly<Record<string, string>> => {
    const posed = problem([cards("a", 2)], rows);
    const allowed = new Map(rows.map(({ id }) => [id, new Set(["a"])]));
    return Object.fromEntries([...completionVerdicts(posed, plan(posed), allowed)].map(([id, { kind }]) => [id.slice(5), kind]));
  };

  test("three parts of 400 find room however they lie, as two cards hold more than one of each", () => {
    expect(verdict([pods("part", 400, 3)])).toEqual({ part: "safe" });
  });

  test("a whole card is at risk of parts on each, and safe beside a single one", () => {
    expect(verdict([pods("whole", 1000), pods("part", 600, 2)])["whole"]).not.toBe("safe");
    expect(verdict([pods("whole", 1000), pods("part", 600)])).toEqual({ whole: "safe", part: "safe" });
  });

  test("room in all is not room on one: 500 of 2000 are left, in two halves of 250", () => {
    expect(verdict([pods("half", 500), pods("part", 750, 2)])["half"]).not.toBe("safe");
  });
});
