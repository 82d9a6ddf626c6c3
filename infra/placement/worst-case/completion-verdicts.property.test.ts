import fc from "fast-check";
import { plan } from "../plan";
import type { PlacementProblem, PlacementWorkload } from "../problem";
import { hostname, node, problem, workload } from "../testing/problems";
import { completionVerdicts } from "./completion-verdicts";
import { at, everyWaiting } from "./testing/every-completion";

const zone = "topology.kubernetes.io/zone";
const names = ["a", "b", "c"];

/** One of the rules by which pods of other workloads matter. */
function ruleOf(
  rule: string,
  { selects, over }: { readonly selects: readonly string[]; readonly over: string },
): Partial<PlacementWorkload> {
  const term = { topologyKey: over, selects };
  const spread = { topologyKey: over, maxSkew: 1, strict: true };
  switch (rule) {
    case "near":
      return { podAffinity: [term] };
    case "apart":
      return { podAntiAffinity: [term] };
    case "port":
      return { hostPorts: [{ port: 80, protocol: "TCP", hostIP: "10.0.0.1" }] };
    case "any address":
      return { hostPorts: [{ port: 80, protocol: "TCP", hostIP: "0.0.0.0" }] };
    case "shared":
      return { spreads: [{ ...spread, selects }] };
    case "minDomains":
      return { spreads: [{ ...spread, minDomains: 3 }] };
    case "Ignore":
      return { spreads: [{ ...spread, nodeAffinityPolicy: "Ignore" }] };
    default:
      return {};
  }
}

/** Up to three nodes and four workloads of up to seven pods together, all of CPU, and nodes to allow each. */
const tiny = fc
  .record({
    nodes: fc.array(
      fc.record({
        cores: fc.integer({ min: 1, max: 5 }),
        pods: fc.integer({ min: 1, max: 5 }),
        zone: fc.constantFrom("x", "x", "y", undefined),
      }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    workloads: fc.array(
      fc.record({
        replicas: fc.constantFrom(1, 1, 1, 2, 2, 3),
        cores: fc.integer({ min: 0, max: 3 }),
        tier: fc.constantFrom(1 as const, 2 as const, 2 as const),
        apart: fc.constantFrom(undefined, undefined, undefined, hostname, zone),
        spread: fc.constantFrom(undefined, undefined, undefined, hostname, zone),
        maxSkew: fc.constantFrom(1, 2),
        leader: fc.constantFrom(undefined, undefined, undefined, 0, 1),
        rule: fc.constantFrom("none", "none", "none", "none", "near", "apart", "port", "any address", "shared", "minDomains", "Ignore"),
        selects: fc.subarray(["apps/w0", "apps/w1", "apps/w2"], { minLength: 1 }),
        over: fc.constantFrom(hostname, zone),
        mode: fc.constantFrom("replicas" as const, "replicas" as const, "replicas" as const, "replicas" as const, "fixed" as const),
        more: fc.subarray(names),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .filter(({ workloads }) => workloads.reduce((sum, { replicas }) => sum + replicas, 0) <= 7)
  .map(({ nodes, workloads }) => ({
    posed: problem(
      nodes.map((made, n) =>
        node(names[n] ?? "", {
          allocatable: { cpuMilli: made.cores * 1000, pods: made.pods },
          labels: made.zone === undefined ? {} : { [zone]: made.zone },
        }),
      ),
      workloads.map((made, w) =>
        workload(`w${w}`, {
          mode: made.mode,
          replicas: made.replicas,
          requests: { cpuMilli: made.cores * 1000, memoryBytes: 0 },
          tier: made.tier,
          ...(made.apart === undefined ? {} : { antiAffinityTopologyKey: made.apart }),
          ...(made.spread === undefined ? {} : { spreads: [{ topologyKey: made.spread, maxSkew: made.maxSkew, strict: true }] }),
          ...(made.leader === undefined || made.leader >= w ? {} : { colocateWith: `apps/w${made.leader}` }),
          ...ruleOf(made.rule, made),
          current: made.mode === "fixed" ? { a: 1 } : {},
        }),
      ),
    ),
    more: new Map(workloads.map(({ more }, w) => [`apps/w${w}`, more])),
  }));

/** What the plan names, and whatever else is to be allowed. */
function allow(posed: PlacementProblem, more: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Set(posed.nodes.map(({ name }) => name));
  return new Map(
    plan(posed).workloads.flatMap(({ name, nodes, failover }) => {
      const id = `apps/${name}`;
      const added = (more.get(id) ?? []).filter((extra) => known.has(extra));
      return nodes.length === 0
        ? [[id, known] as const]
        : [[id, new Set([...nodes, ...(added.length > 1 ? failover : []), ...added])] as const];
    }),
  );
}

test("proven safe is never wrong, and at risk is always real: against every completion there is", () => {
  const seen = { safe: 0, "at risk": 0, unproven: 0 };
  fc.assert(
    fc.property(tiny, ({ posed, more }) => {
      const allowed = allow(posed, more);
      const fixed = new Map(posed.workloads.flatMap((row) => (row.mode === "fixed" ? [[at(row, { name: "a" }), 1] as const] : [])));
      const waiting = everyWaiting(posed, allowed, fixed);
      for (const [id, { kind }] of completionVerdicts(posed, plan(posed), allowed)) {
        seen[kind]++;
        expect([id, kind]).not.toEqual([id, waiting.has(id) ? "safe" : "at risk"]);
      }
    }),
    { numRuns: 300 },
  );
  // The tables that are tried have to contain what the test is about.
  expect(Math.min(seen.safe, seen["at risk"])).toBeGreaterThan(0);
});

test("verdicts do not depend on the order of the input", () => {
  fc.assert(
    fc.property(tiny, ({ posed, more }) => {
      const reversed = { ...posed, nodes: [...posed.nodes].reverse(), workloads: [...posed.workloads].reverse() };
      const allowed = allow(posed, more);
      const other = new Map([...allowed].reverse().map(([id, nodes]) => [id, new Set([...nodes].reverse())]));
      expect([...completionVerdicts(reversed, plan(reversed), other)]).toEqual([...completionVerdicts(posed, plan(posed), allowed)]);
    }),
    { numRuns: 100 },
  );
});
