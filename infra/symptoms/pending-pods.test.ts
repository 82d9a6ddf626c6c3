import type { ApiObject } from "../observe/testing/cluster-of-stack";
import { added, changed, type ClusterObjects, findingsOf, healthyCluster, podOf, removed } from "./testing/healthy-cluster";

const jellyfin = podOf("media/jellyfin");
const subject = `media/${jellyfin}`;
const insufficient = "0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found.";

function waiting(message: string, more: ApiObject = {}, objects: ClusterObjects = healthyCluster()): ClusterObjects {
  const conditions = [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }];
  return changed("pods", jellyfin, { spec: { nodeName: undefined, ...more }, status: { phase: "Pending", conditions } }, objects);
}

const pending = { symptom: "pending-pods", severity: "critical", subject };

it("puts what speaks against the planned node beside the scheduler's words", () => {
  const full = changed("nodes", "gpu1", { status: { allocatable: { memory: "1500Mi" } } });
  expect(findingsOf(waiting(insufficient, {}, full))).toEqual([
    {
      ...pending,
      seen: "0/3 nodes are available: 3 Insufficient memory.",
      why: "planned on gpu1: gpu1 needs 1Gi of memory, 662Mi of 1500Mi is free",
      fix: "npm run plan valid again with what really runs; npm run rightsize valid shows what requests too much",
    },
  ]);
});

it("names pods that have the room without being planned there", () => {
  const objects = added("pods", {
    metadata: { namespace: "media", name: "stranger", labels: {} },
    spec: { nodeName: "gpu1", containers: [{ name: "c", resources: { requests: { memory: "63Gi" } } }] },
    status: { phase: "Running" },
  });
  expect(findingsOf(waiting(insufficient, {}, objects))).toMatchObject([
    { ...pending, fix: "pods that are not planned there have the room: media/stranger; restart them, or plan with them" },
  ]);
});

it.each<[string, ApiObject, string, string]>([
  ["is cordoned", { spec: { unschedulable: true } }, "gpu1 is cordoned", "kubectl uncordon gpu1"],
  [
    "has a taint that no table knows",
    { spec: { taints: [{ key: "example.com/only", value: "me", effect: "NoSchedule" }] } },
    "gpu1 has the taint example.com/only=me:NoSchedule, which it does not tolerate",
    "kubectl taint node gpu1 example.com/only:NoSchedule-, or write the taint into the hardware table",
  ],
  [
    "lacks a label that the pod selects by",
    { metadata: { labels: { "berth.dev/gpu-model": undefined } } },
    "gpu1 lacks the label berth.dev/gpu-model=arc-130t",
    "pulumi up -s valid sets it",
  ],
])("says that the planned node %s", (_, change, why, fix) => {
  expect(findingsOf(waiting("0/3 nodes are available: 3 whatever.", {}, changed("nodes", "gpu1", change)))).toEqual([
    { ...pending, seen: "0/3 nodes are available: 3 whatever.", why: `planned on gpu1: ${why}`, fix },
  ]);
});

it("says that the planned node is away", () => {
  const findings = findingsOf(waiting(insufficient, {}, removed("nodes", "gpu1")));
  expect(findings).toContainEqual({
    ...pending,
    seen: "0/3 nodes are available: 3 Insufficient memory.",
    why: "planned on gpu1: gpu1 is not in the cluster",
    fix: "bring gpu1 back; until then: npm run plan valid -- --without gpu1",
  });
});

it("says that a pod requests more than its row", () => {
  const containers = [{ name: "c0", resources: { requests: { cpu: "500m", memory: "70Gi", "gpu.intel.com/i915": "1" } } }];
  const [finding, ...others] = findingsOf(waiting(insufficient, { containers }));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    ...pending,
    fix: "let the pod request what the row of media/jellyfin says, or write into the row what it needs and run npm run plan valid",
  });
  expect(finding?.why).toMatch(/^it requests 70Gi of memory, the row 1Gi; planned on gpu1: gpu1 needs 70Gi of memory/);
});

it("explains by the scheduler's words where the nodes tell nothing", () => {
  expect(findingsOf(waiting("0/3 nodes are available: 3 node(s) had volume node affinity conflict."))).toMatchObject([
    { ...pending, why: "planned on gpu1; its volume lies on a node where it may not or cannot run" },
  ]);
});

it("asks for a restart first where the pod is older than its policy", () => {
  const early = changed("pods", jellyfin, {
    metadata: { creationTimestamp: "2026-05-31T00:00:00Z", labels: { "scaling.talos.io/managed-by": undefined } },
  });
  expect(findingsOf(waiting(insufficient, {}, early)).find(({ symptom }) => symptom === "pending-pods")).toMatchObject({
    why: "it is without its placement: it is older than its placement policy place-media-jellyfin, which acts on new pods; planned on gpu1; what it requests is nowhere free",
    fix: "kubectl -n media rollout restart deployment/jellyfin",
  });
});

it("has no plan for what stands in no table", () => {
  const conditions = [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: insufficient }];
  const objects = added("pods", {
    metadata: { namespace: "media", name: "stranger" },
    spec: { containers: [] },
    status: { phase: "Pending", conditions },
  });
  expect(findingsOf(objects)).toEqual([
    {
      ...pending,
      subject: "media/stranger",
      seen: "0/3 nodes are available: 3 Insufficient memory.",
      why: "the tables have no such workload, so no room is planned for it; what it requests is nowhere free",
      fix: "write a row for it (npm run observe writes one from the cluster), then npm run plan valid",
    },
  ]);
});

it("waits a minute for the scheduler before it doubts that there is one", () => {
  const unseen = (creationTimestamp: string): ClusterObjects =>
    changed("pods", jellyfin, {
      metadata: { creationTimestamp },
      spec: { nodeName: undefined },
      status: { phase: "Pending", conditions: [] },
    });
  expect(findingsOf(unseen("2026-06-01T23:59:30Z"))).toEqual([]);
  expect(findingsOf(unseen("2026-06-01T23:58:30Z"))).toMatchObject([{ ...pending, seen: "no scheduler has looked at it" }]);
});

it("names a gate", () => {
  const conditions = [{ type: "PodScheduled", status: "False", reason: "SchedulingGated", message: "Scheduling is blocked" }];
  const objects = changed("pods", jellyfin, { spec: { nodeName: undefined }, status: { phase: "Pending", conditions } });
  expect(findingsOf(objects)).toMatchObject([{ severity: "warning", subject, seen: "waits behind a scheduling gate" }]);
});
