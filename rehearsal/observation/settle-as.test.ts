import { PlayedCluster } from "../testing/played-cluster";
import { settle } from "./settle";
import { settleAs } from "./settle-as";

const web = { apiVersion: "v1", kind: "Pod", namespace: "apps", name: "web-1" };

let cluster: PlayedCluster;
/** Milliseconds that were waited. */
let waited: number;
/** What happens when so many have passed. */
let events: Map<number, () => Promise<unknown>>;

beforeEach(async () => {
  cluster = new PlayedCluster();
  await cluster.addNamespaces("apps");
  waited = 0;
  events = new Map();
});

async function wait(milliseconds: number): Promise<void> {
  waited += milliseconds;
  await events.get(waited)?.();
}

async function add(name: string, node?: string): Promise<void> {
  await cluster.addPod({ name, owner: "Deployment/web", ...(node === undefined ? {} : { node }) });
}

describe("settles", () => {
  it("when nothing has changed for a while", async () => {
    await add("web-1", "n1");
    events.set(900, async () => add("web-2", "n1"));
    const { pods, settled } = await settle(cluster, { wait });
    expect([pods.map(({ name }) => name), settled, waited]).toEqual([["web-1", "web-2"], true, 900 + 1500]);
  });

  it("at once when it cannot get any better", async () => {
    await add("web-1", "n1");
    expect([(await settle(cluster, { done: (pods) => pods.length === 1, wait })).settled, waited]).toEqual([true, 0]);
  });

  it("not while a pod goes, nor while the scheduler has not looked at one, until the time is up", async () => {
    await cluster.addPod({ name: "web-1", owner: "Deployment/web", node: "n1", finalizers: ["example.com/kept"] });
    await cluster.delete(web);
    expect([(await settle(cluster, { limitMilliseconds: 3000, wait })).settled, waited]).toEqual([false, 3000]);
    cluster.react = () => ({ phase: "Pending" });
    await cluster.patch(web, { metadata: { finalizers: [] } });
    await add("web-2");
    expect([(await settle(cluster, { limitMilliseconds: 3000, wait })).settled, waited]).toEqual([false, 6000]);
  });

  it("not before what must happen has begun", async () => {
    await add("web-1", "n1");
    events.set(3000, async () => add("web-2", "n1"));
    await settle(cluster, { begun: (pods) => pods.length === 2, wait });
    expect(waited).toBe(3000 + 1500);
  });

  it("with a pod that the scheduler has refused", async () => {
    await add("web-1");
    expect([(await settle(cluster, { wait })).settled, waited]).toEqual([true, 1500]);
  });
});

describe("as is hoped", () => {
  const hoped = (pods: readonly { readonly node?: string }[]): boolean => pods.every(({ node }) => node === "n1");

  it("is at once where it is so", async () => {
    await add("web-1", "n1");
    expect([(await settleAs(cluster, hoped, wait)).length, waited]).toEqual([1, 0]);
  });

  it("may come later than quiet does: the scheduler tries a refused pod again", async () => {
    await add("web-1");
    events.set(9000, async () => cluster.bind(web, "n1"));
    expect([(await settleAs(cluster, hoped, wait)).map(({ node }) => node), waited]).toEqual([["n1"], 9000]);
  });

  it("is given up after a longer while, and what there is then is told", async () => {
    await add("web-1", "n2");
    expect([(await settleAs(cluster, hoped, wait)).map(({ node }) => node), waited]).toEqual([["n2"], 1500 + 12_000]);
  });
});
