import { loadStack } from "../../stack/load-stack";
import { validConfig, validDefinition, withExtraWorkload } from "../../stack/testing/valid-stack";
import type { WorkloadRow } from "../../workloads/schema";
import { plan } from "../plan";
import type { PlacementProblem } from "../problem";
import { emitPlacements } from "./emit-placements";
import { rolloutFindings } from "./old-pods-first";

const requests = { cpu: "100m", memory: "128Mi" };
const row = { namespace: "home", name: "web", kind: "Deployment", replicas: 4, disruption: { maxUnavailable: 1 } } as const;
const web: WorkloadRow = { ...row, managedBy: "argocd", requests };
const owned: WorkloadRow = { ...row, managedBy: "berth", containers: [{ name: "web", image: "example.com/web:1", requests }] };

/** What is emitted and found when one of two new pods finds room. */
function outcome(extra: WorkloadRow): readonly [unknown, unknown] {
  const stack = loadStack(withExtraWorkload(extra, validDefinition), validConfig);
  const made = plan(stack.problem);
  const changed = {
    ...made,
    workloads: made.workloads.map((each) => (each.name === "web" ? { ...each, surge: { pods: 2, room: 1 } } : each)),
  };
  return [
    emitPlacements(stack, changed).get("home/web")?.rollout,
    rolloutFindings(stack.workloads, changed).filter((each) => each.path === path),
  ];
}

const path = "workloads[home/web]";
const message = "a rolling update starts 2 pods beside the old ones, of which 1 find room";

test("Berth ends an old pod of its own workload first, and says so", () => {
  expect(outcome(owned)).toEqual([
    { maxSurge: 0, maxUnavailable: 1 },
    [{ path, message: `${message}; it ends an old pod first (maxSurge 0, maxUnavailable 1)` }],
  ]);
});

test("what its row says stays, and what others manage is theirs: then there is a finding with a fix", () => {
  expect(outcome({ ...owned, rollout: { maxSurge: 2, maxUnavailable: 0 } })).toEqual([
    undefined,
    [
      {
        path,
        message,
        fix: "rollout: { maxSurge: 0, maxUnavailable: 1 } ends an old pod first; so does a smaller maxSurge if that is enough",
      },
    ],
  ]);
  expect(outcome(web)).toEqual([
    undefined,
    [{ path, message, fix: "have argocd set maxSurge 0 and maxUnavailable 1, or the strategy Recreate, and say so in rollout" }],
  ]);
});

test("a plan tells which workloads find too little room for their new pods", () => {
  const stack = loadStack(withExtraWorkload(owned, validDefinition), validConfig);
  const tight: PlacementProblem = {
    ...stack.problem,
    nodes: stack.problem.nodes.map((node) => ({ ...node, allocatable: { ...node.allocatable, pods: 9 } })),
    workloads: stack.problem.workloads.map((each) => (each.id === "home/web" ? { ...each, surgePods: 40 } : each)),
  };
  const surgeOf = (posed: PlacementProblem, name: string): unknown => plan(posed).workloads.find((each) => each.name === name)?.surge;
  expect(surgeOf(stack.problem, "web")).toBeUndefined();
  expect(surgeOf(tight, "web")).toEqual({ pods: 40, room: expect.any(Number) as unknown });
  // Its two pods keep apart, on the only two nodes that it may use.
  expect(surgeOf(stack.problem, "dashboard")).toEqual({ pods: 1, room: 0 });
});
