import { plan } from "../plan";
import type { HostPort, PlacementNode, PlacementWorkload } from "../problem";
import { buildModel } from "../search/model";
import { hostname, node, problem, workload } from "../testing/problems";
import { completionVerdicts } from "./completion-verdicts";
import { exclusionDomains } from "./exclusion";

const zone = "topology.kubernetes.io/zone";
/** Two in zone x, one in y, one in none. */
const nodes = [
  node("a", { labels: { [zone]: "x" } }),
  node("b", { labels: { [zone]: "x" } }),
  node("c", { labels: { [zone]: "y" } }),
  node("d"),
];
const http: HostPort = { port: 80, protocol: "TCP", hostIP: "0.0.0.0" };

/** The verdict on each workload when they may use the named nodes. */
function verdicts(
  rows: readonly PlacementWorkload[],
  on: Readonly<Record<string, readonly string[]>>,
  cluster: readonly PlacementNode[] = nodes,
): Readonly<Record<string, string>> {
  const posed = problem(cluster, rows);
  const allowed = new Map(Object.entries(on).map(([name, names]) => [`apps/${name}`, new Set(names)]));
  return Object.fromEntries([...completionVerdicts(posed, plan(posed), allowed)].map(([id, { kind }]) => [id.slice(5), kind]));
}

describe("a host port", () => {
  const web = workload("web", { hostPorts: [http], current: { a: 1 } });
  const proxy = workload("proxy", { hostPorts: [{ ...http, hostIP: "10.0.0.1" }], current: { b: 1 } });

  test("is free on one of as many nodes as there are pods with it", () => {
    expect(verdicts([web, proxy], { web: ["a", "b"], proxy: ["a", "b"] })).toEqual({ web: "safe", proxy: "safe" });
    expect(verdicts([web, proxy], { web: ["a"], proxy: ["b"] })).toEqual({ web: "safe", proxy: "safe" });
  });

  test("may be taken on the only node that a pod may use", () => {
    expect(verdicts([web, proxy], { web: ["a", "b"], proxy: ["b"] })).toEqual({ web: "safe", proxy: "at risk" });
  });

  test("is taken from the start where a DaemonSet has it", () => {
    const agent = workload("agent", { mode: "perNode", hostPorts: [http], requires: [{ key: hostname, operator: "In", values: ["b"] }] });
    const rows = [agent, web, { ...proxy, hostPorts: [http], current: { c: 1 } }];
    expect(verdicts(rows, { web: ["a", "b"], proxy: ["b", "c"] })).toEqual({ web: "safe", proxy: "safe" });
    expect(verdicts(rows, { web: ["a", "b"], proxy: ["a", "b", "c"] })["web"]).toBe("at risk");
  });

  test("of another protocol or address is another", () => {
    const others = [
      { ...http, protocol: "UDP" as const },
      { ...http, port: 81 },
    ].map((port, i) => workload(`w${i}`, { hostPorts: [port], current: { a: 1 } }));
    expect(verdicts([web, ...others], { web: ["a"], w0: ["a"], w1: ["a"] })).toEqual({ web: "safe", w0: "safe", w1: "safe" });
  });
});

describe("anti-affinity towards others", () => {
  const api = workload("api", { current: { a: 1 } });
  const database = (topologyKey: string): PlacementWorkload =>
    workload("db", { current: { c: 1 }, podAntiAffinity: [{ topologyKey, selects: ["apps/api"] }] });

  test("closes the node or the zone of the other, to both of them", () => {
    expect(verdicts([api, database(hostname)], { api: ["a", "b"], db: ["a", "b"] })).toEqual({ api: "safe", db: "safe" });
    expect(verdicts([api, database(zone)], { api: ["a", "b"], db: ["a", "b", "c"] })).toEqual({ api: "at risk", db: "safe" });
    expect(verdicts([api, database(zone)], { api: ["a", "b", "c"], db: ["a", "b", "c"] })).toEqual({ api: "safe", db: "safe" });
  });

  test("closes nothing where nodes have no such label", () => {
    expect(verdicts([api, database(zone)], { api: ["a", "b", "d"], db: ["a", "c"] })["api"]).toBe("safe");
  });

  test("two pods close two zones, and two pods in one zone but one", () => {
    const two = { ...database(zone), replicas: 2, current: { b: 1, c: 1 } };
    const moved = { ...api, current: { d: 1 } };
    expect(verdicts([moved, two], { api: ["a", "c"], db: ["b", "c"] })["api"]).toBe("at risk");
    expect(
      verdicts(
        [
          { ...api, current: { c: 1 } },
          { ...two, current: { a: 1, b: 1 } },
        ],
        { api: ["a", "c"], db: ["a", "b"] },
      )["api"],
    ).toBe("safe");
  });
});

test("what only other pods can bring about stays unproven", () => {
  const near = workload("near", { current: { a: 1 }, podAffinity: [{ topologyKey: zone, selects: ["apps/near", "apps/other"] }] });
  expect(verdicts([near, workload("other", { current: { a: 1 } })], { near: ["a", "b", "c"], other: ["a", "b", "c"] })["near"]).not.toBe(
    "safe",
  );
});

test("rules over several topologies are taken together", () => {
  const both = workload("both", {
    podAntiAffinity: [
      { topologyKey: hostname, selects: ["apps/other"] },
      { topologyKey: zone, selects: ["apps/other"] },
    ],
  });
  const model = buildModel(problem(nodes, [both, workload("other"), workload("third")]));
  const index = (name: string): number => model.workloads.findIndex((each) => each.name === name);
  const domains = (name: string): readonly number[] | undefined => {
    const found = exclusionDomains(model, index("both"), index(name));
    return found === undefined ? undefined : [...found];
  };
  // In zone x, in y, and the node that has none alone.
  expect(domains("other")).toEqual([0, 0, 2, 3]);
  expect(domains("third")).toBeUndefined();
});
