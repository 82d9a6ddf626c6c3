import { PlayedCluster, type PlayedPod } from "../testing/played-cluster";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { drainNode } from "./drain-node";

const budget = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", namespace: "apps", name: "web" };
const status = { currentHealthy: 2, desiredHealthy: 1, disruptionsAllowed: 1, expectedPods: 2 };
const labels = { app: "web" };

/** Evictions are answered as a test says; those that it says nothing of are carried out. */
class AnsweringCluster extends PlayedCluster {
  readonly answers: { readonly refused: string }[] = [];
  onEvicted: () => Promise<unknown> = async () => Promise.resolve();

  override async evict(pod: Parameters<ClusterApi["evict"]>[0]): ReturnType<ClusterApi["evict"]> {
    const answer = this.answers.shift();
    if (answer !== undefined) {
      return answer;
    }
    const evicted = await super.evict(pod);
    await this.onEvicted();
    return evicted;
  }
}

let cluster: AnsweringCluster;
let waited: number;

beforeEach(async () => {
  cluster = new AnsweringCluster();
  await cluster.addNamespaces("apps");
  await cluster.addNode("n1");
  waited = 0;
});

async function drain() {
  return drainNode(cluster, "n1", async (milliseconds) => Promise.resolve((waited += milliseconds)));
}

async function addWeb(fields: Partial<PlayedPod> = {}): Promise<void> {
  await cluster.addPod({ name: "web-1", owner: "Deployment/web", node: "n1", labels, ...fields });
}

async function addBudget(changes: Partial<typeof status> = {}): Promise<void> {
  const { apiVersion, kind, ...metadata } = budget;
  await cluster.create({ apiVersion, kind, metadata, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } });
  await cluster.patch(budget, { status: { ...status, ...changes } }, "status");
}

const names = (): readonly string[] =>
  cluster.contents.filter((text) => text.startsWith("v1 Pod")).map((text) => text.replace("v1 Pod apps/", ""));

it("evicts what is on the node, but for pods of DaemonSets and static ones, and keeps new ones away", async () => {
  await addWeb();
  await cluster.addPod({ name: "db-0", owner: "StatefulSet/db", node: "n1" });
  await cluster.addPod({ name: "agent", owner: "DaemonSet/agent", node: "n1" });
  await cluster.addPod({ name: "etcd-n1", owner: "StaticPod/etcd", node: "n1" });
  await addWeb({ name: "web-2", node: "n2" });
  expect(await drain()).toEqual({ evicted: 2, refusals: 0, left: [], violated: [] });
  expect([names(), waited]).toEqual([["agent", "etcd-n1", "web-2"], 300]);
  expect((await cluster.get({ apiVersion: "v1", kind: "Node", name: "n1" }))?.["spec"]).toMatchObject({ unschedulable: true });
});

it("has nothing to do on an empty node", async () => {
  expect([await drain(), waited]).toEqual([{ evicted: 0, refusals: 0, left: [], violated: [] }, 0]);
});

it("asks again when a budget refuses for the moment", async () => {
  await addWeb();
  await addBudget();
  cluster.answers.push({ refused: "not yet" }, { refused: "not yet" });
  expect(await drain()).toEqual({ evicted: 1, refusals: 2, left: [], violated: [] });
  expect(waited).toBe(900);
});

it("gives up when nothing has changed for long, with the budget and the API server's last word", async () => {
  await addWeb();
  await addBudget({ currentHealthy: 1, disruptionsAllowed: 0 });
  cluster.answers.push(...Array.from({ length: 100 }, () => ({ refused: "Cannot evict pod" })));
  const { evicted, refusals, left } = await drain();
  expect([evicted, refusals, waited]).toEqual([0, 34, 10_200]);
  expect(left.map(({ pod, because }) => [pod.name, because])).toEqual([
    ["web-1", "disruption budget apps/web asks for 1 healthy pods of 2 and has 1; Cannot evict pod"],
  ]);
});

it("does not wait for a budget that allows nothing though all its pods are healthy", async () => {
  await addWeb();
  await addBudget({ desiredHealthy: 2, disruptionsAllowed: 0 });
  const { left, refusals } = await drain();
  expect([refusals, waited]).toEqual([0, 0]);
  expect(left.map(({ because }) => because)).toEqual([
    "disruption budget apps/web asks for 2 healthy pods of 2 and has 2: it allows nothing",
  ]);
});

it("tells of a pod that is evicted and does not go", async () => {
  await addWeb({ finalizers: ["example.com/kept"] });
  const { evicted, left } = await drain();
  expect([evicted, left.map(({ pod, because }) => [pod.name, pod.deleting, because])]).toEqual([1, [["web-1", true, ""]]]);
});

describe("a budget is violated", () => {
  const lose = async (): Promise<unknown> => cluster.patch(budget, { status: { ...status, currentHealthy: 0 } }, "status");

  beforeEach(async () => {
    await addWeb();
    cluster.onEvicted = lose;
  });

  it("when it was kept before and is not while the node is drained", async () => {
    await addBudget();
    expect((await drain()).violated.map(({ id, currentHealthy }) => [id, currentHealthy])).toEqual([["apps/web", 0]]);
  });

  it("by somebody else when it was not kept before", async () => {
    await addBudget({ currentHealthy: 0 });
    cluster.answers.length = 0;
    expect((await drain()).violated).toEqual([]);
  });
});
