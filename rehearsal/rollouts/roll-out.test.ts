import type { KubernetesObject } from "../../kubernetes-api/cluster-api";
import { PlayedCluster } from "../testing/played-cluster";
import { type ObservedRollout, observeRollouts, restartedAtAnnotation } from "./observed-rollouts";
import { rollBack, rollOut } from "./roll-out";

let cluster: PlayedCluster;
/** Milliseconds that were waited. */
let waited: number;
/** Pods of `web` that are available, after so many milliseconds of an update; its controller is done with the last one. */
let available: ReadonlyMap<number, number>;

/** What its controller says of a Deployment: done with every change at once, unless a test has it take its time. */
function statusOf(pods: number, { metadata }: Pick<KubernetesObject, "metadata">, isDone = true): Record<string, unknown> {
  const observedGeneration = isDone ? metadata["generation"] : 0;
  return { observedGeneration, replicas: 2, updatedReplicas: 2, availableReplicas: pods };
}

async function addDeployment(name: string, maxUnavailable: number | string = 0): Promise<void> {
  await cluster.create({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: "apps", name },
    spec: { replicas: 2, template: { metadata: { labels: {} } }, strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable } } },
  });
}

beforeEach(async () => {
  cluster = new PlayedCluster();
  changesAreDone(true);
  await cluster.addNamespaces("apps");
  await addDeployment("web");
  await addDeployment("other");
  waited = 0;
  available = new Map();
});

const reference = { apiVersion: "apps/v1", kind: "Deployment", namespace: "apps", name: "web" };

async function wait(milliseconds: number): Promise<void> {
  waited += milliseconds;
  const pods = available.get(waited);
  const live = await cluster.get(reference);
  if (pods !== undefined && live !== undefined) {
    await cluster.patch(reference, { status: statusOf(pods, live, waited === Math.max(...available.keys())) }, "status");
  }
}

async function web(): Promise<ObservedRollout> {
  const found = (await observeRollouts(cluster)).find(({ name }) => name === "web");
  if (found === undefined) {
    throw new Error("web is not there");
  }
  return found;
}

/** Whether controllers are done with a change at once, or take their time. */
function changesAreDone(atOnce: boolean): void {
  const { react } = new PlayedCluster();
  cluster.react = (object) => (object.kind === "Deployment" ? statusOf(2, object, atOnce) : react(object));
}

async function update() {
  const { done, tooFew, pods } = await rollOut(cluster, [await web()], wait);
  return { done: [...done], tooFew: [...tooFew].map(([id, rollout]) => [id, rollout.available]), pods: pods.length };
}

it("ends with the update, and leaves the others alone", async () => {
  expect(await update()).toEqual({ done: ["apps/web"], tooFew: [], pods: 0 });
  expect(waited).toBe(0);
  expect((await web()).restartedAt).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(cluster.writes.filter((text) => text.startsWith("patch"))).toEqual(["patch apps/v1 Deployment apps/web"]);
});

it("waits for its controller, however long it goes on changing", async () => {
  changesAreDone(false);
  available = new Map([
    [10_000, 3],
    [20_000, 2],
  ]);
  expect(await update()).toEqual({ done: ["apps/web"], tooFew: [], pods: 0 });
  expect(waited).toBe(20_000);
});

it("ends without it when nothing has changed for long, with the pods that there are then", async () => {
  changesAreDone(false);
  await cluster.addPod({ name: "web-1", owner: "Deployment/web" });
  expect(await update()).toEqual({ done: [], tooFew: [], pods: 1 });
  expect(waited).toBe(12_000);
});

it("keeps the fewest pods that were available, where that is fewer than the strategy allows", async () => {
  changesAreDone(false);
  available = new Map([
    [200, 1],
    [400, 0],
    [600, 1],
    [800, 2],
  ]);
  expect(await update()).toEqual({ done: ["apps/web"], tooFew: [["apps/web", 0]], pods: 0 });
});

it("takes it for no fault where the strategy allows it", async () => {
  await cluster.patch(reference, { spec: { strategy: { rollingUpdate: { maxUnavailable: "50%" } } } });
  changesAreDone(false);
  available = new Map([
    [200, 1],
    [400, 2],
  ]);
  expect(await update()).toEqual({ done: ["apps/web"], tooFew: [], pods: 0 });
});

it("watches those too that are not updated", async () => {
  changesAreDone(false);
  available = new Map([[200, 2]]);
  await cluster.patch({ ...reference, name: "other" }, { status: { availableReplicas: 1 } }, "status");
  expect(await update()).toEqual({ done: ["apps/web"], tooFew: [["apps/other", 1]], pods: 0 });
});

describe("is taken back", () => {
  const annotations = async (): Promise<unknown> => (await cluster.get(reference))?.["spec"];

  it("to no restart where there was none", async () => {
    const before = await web();
    await rollOut(cluster, [before], wait);
    expect(await annotations()).toHaveProperty(["template", "metadata", "annotations"]);
    await rollBack(cluster, before);
    expect(await annotations()).not.toHaveProperty(["template", "metadata", "annotations", restartedAtAnnotation]);
  });

  it("to the last one where there was one", async () => {
    await cluster.patch(reference, { spec: { template: { metadata: { annotations: { [restartedAtAnnotation]: "before" } } } } });
    const before = await web();
    await rollOut(cluster, [before], wait);
    expect((await web()).restartedAt).not.toBe("before");
    await rollBack(cluster, before);
    expect((await web()).restartedAt).toBe("before");
  });
});
