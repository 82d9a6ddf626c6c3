import type { PlacementWorkload } from "../problem";
import { assign } from "../search/assign";
import { hostname, node, problem, workload } from "../testing/problems";
import { Ledger } from "./ledger";

const zone = "topology.kubernetes.io/zone";
const gpu = "example.com/gpu";
const nodes = ["a", "b"].map((name) =>
  node(name, { labels: { [zone]: name }, allocatable: { extended: { [gpu]: 2000 } }, sharedDevices: { [gpu]: 2 }, host: "tower" }),
);

/** Whether a pod of `w` can start on b: beside the pod of `v` there, while that terminates, and when it is gone. */
function chances(v: Partial<PlacementWorkload>, w: Partial<PlacementWorkload>, cpuMilli = 8000): readonly boolean[] {
  const rows = [workload("v", { ...v, current: { b: 1 } }), workload("w", { ...w, current: { a: 1 } })];
  const assignment = assign(problem(nodes, rows, { hosts: [{ name: "tower", cpuMilli, memoryBytes: 2 ** 40 }] }));
  const ledger = new Ledger(assignment);
  const made = [ledger.canStart(1, 1)];
  ledger.terminate(0, 1);
  made.push(ledger.canStart(1, 1));
  ledger.release(0, 1);
  made.push(ledger.canStart(1, 1));
  ledger.unrelease(0, 1);
  expect(ledger.canStart(1, 1)).toBe(made[1]);
  return made;
}

describe("what a pod holds until it is gone", () => {
  const port = { hostPorts: [{ port: 80, protocol: "TCP" as const, hostIP: "0.0.0.0" }] };
  const part = (milli: number): Partial<PlacementWorkload> => ({
    requests: { cpuMilli: 0, memoryBytes: 0, extended: { [gpu]: milli } },
  });

  test.each<[string, Partial<PlacementWorkload>, Partial<PlacementWorkload>]>([
    ["its port", port, port],
    ["its device", part(2000), part(300)],
    ["its domain", {}, { podAntiAffinity: [{ topologyKey: zone, selects: ["apps/v"] }] }],
    ["the domains of whatever it keeps away", { podAntiAffinity: [{ topologyKey: hostname, selects: ["apps/w"] }] }, {}],
  ])("is %s", (_, v, w) => {
    expect(chances(v, w)).toEqual([false, false, true]);
  });

  test("is a part of its host", () => {
    expect(chances({}, {}, 2000)).toEqual([false, false, true]);
  });
});

test("a pod that has to be with another starts once that is there", () => {
  expect(chances({}, { podAffinity: [{ topologyKey: zone, selects: ["apps/v"] }] })).toEqual([true, true, false]);
});
