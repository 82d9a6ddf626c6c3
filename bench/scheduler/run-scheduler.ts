import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { pseudoRandom } from "../../infra/placement/search/pseudo-random";
import type { PlacementProblem, PlacementWorkload } from "../../infra/placement/problem";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";
import type { ControlPlane } from "../../rehearsal/control-plane/control-plane";
import { waitUntil } from "../../rehearsal/control-plane/wait-until";
import { nodeObject } from "../../rehearsal/nodes/node-object";
import { benchNamespace, workloadLabel } from "./bench-pod";
import type { Placed } from "./outcome";

/** Requests under way at once: enough to keep the API server busy. */
const parallel = 32;
const pollMilliseconds = 1000;
/** The scheduler tries again what it could not place; after so many looks without any progress it is done. */
const looksWithoutProgress = 8;

const podSchema = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()) }),
  spec: z.object({ nodeName: z.string().optional() }),
});

export interface SchedulerRun {
  readonly placed: Placed;
  /** From the first pod that was created to the last that was bound. */
  readonly seconds: number;
}

/**
 * Registers nodes that are simply there: neither kwok nor the controller manager would find anything to do, and both would
 * take time from the scheduler.
 */
export async function arrangeNodes(controlPlane: ControlPlane, { nodes }: PlacementProblem): Promise<void> {
  const { api } = controlPlane;
  await api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: benchNamespace } });
  await waitUntil(async () => api.get({ apiVersion: "v1", kind: "ServiceAccount", namespace: benchNamespace, name: "default" }), {
    timeoutMilliseconds: 30_000,
    explain: () => "the namespace has no service account",
  });
  await controlPlane.kill("kube-controller-manager");
  await controlPlane.kill("kwok");
  await inParallel(nodes, async (node) => {
    const object = nodeObject(node, undefined, controlPlane.kubernetesVersion);
    const now = new Date().toISOString();
    const ready = { type: "Ready", status: "True", reason: "Simulated", message: "", lastHeartbeatTime: now, lastTransitionTime: now };
    await api.create(object);
    await api.patch({ apiVersion: "v1", kind: "Node", name: node.name }, { status: { conditions: [ready] } }, "status");
    // Admission marks a new node as not ready, which the controller manager would take back.
    await api.patch({ apiVersion: "v1", kind: "Node", name: node.name }, { spec: { taints: node.taints.map((taint) => ({ ...taint })) } });
  });
}

/** Creates every pod, in a random order, and waits until the scheduler has done what it can. Then the pods are removed again. */
export async function scheduleAll(
  { api }: ControlPlane,
  { workloads }: PlacementProblem,
  podOf: (workload: PlacementWorkload, index: number) => KubernetesObject,
  seed: number,
  report: (text: string) => void,
): Promise<SchedulerRun> {
  const idOf = new Map(workloads.map(({ id, name }) => [name, id]));
  const pods = shuffled(
    workloads.flatMap((workload) => Array.from({ length: workload.replicas }, (_, index) => podOf(workload, index))),
    seed,
  );
  const began = performance.now();
  const created = inParallel(pods, async (pod) => {
    await api.create(pod);
  });
  const creation = { finished: false };
  const end = (): void => {
    creation.finished = true;
  };
  void created.then(end, end);
  let [bound, seconds, idle] = [0, 0, 0];
  let found = await api.list({ apiVersion: "v1", kind: "Pod", namespace: benchNamespace }, podSchema);
  while (idle < looksWithoutProgress && bound < pods.length) {
    await sleep(pollMilliseconds);
    found = await api.list({ apiVersion: "v1", kind: "Pod", namespace: benchNamespace }, podSchema);
    const now = found.filter(({ spec }) => spec.nodeName !== undefined).length;
    report(`${now} of ${pods.length} pods are bound`);
    idle = now > bound || !creation.finished ? 0 : idle + 1;
    if (now > bound) {
      [bound, seconds] = [now, (performance.now() - began) / 1000];
    }
  }
  await created;
  await inParallel(found, async ({ metadata: { name } }) =>
    api.delete({ apiVersion: "v1", kind: "Pod", namespace: benchNamespace, name }, { gracePeriodSeconds: 0 }),
  );
  return { placed: placedOf(found, idOf), seconds };
}

function placedOf(pods: readonly z.output<typeof podSchema>[], idOf: ReadonlyMap<string, string>): Placed {
  const placed = new Map<string, Map<string, number>>();
  for (const { metadata, spec } of pods) {
    const id = idOf.get(metadata.labels[workloadLabel] ?? "");
    if (id !== undefined && spec.nodeName !== undefined) {
      const nodes = placed.get(id) ?? new Map<string, number>();
      nodes.set(spec.nodeName, (nodes.get(spec.nodeName) ?? 0) + 1);
      placed.set(id, nodes);
    }
  }
  return placed;
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (const item of left) {
        await work(item);
      }
    }),
  );
}

function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const random = pseudoRandom(seed);
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
