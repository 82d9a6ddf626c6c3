import { plan as planOf } from "../../infra/placement/plan";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig } from "../../infra/stack/testing/valid-stack";
import type { ObjectReference } from "../../kubernetes-api/cluster-api";
import { PlayedCluster, type PlayedPod, refusal } from "../testing/played-cluster";
import { type ObservedPod, observePods } from "../../kubernetes-api/observed-pods";
import { smallDefinition } from "../testing/small-stack";
import { restorePlacement } from "./restore-placement";
import { notAsPlanned, startingPlacement } from "./starting-placement";

const stack = loadStack(smallDefinition, validConfig);
const plan = planOf(stack.problem);

/** Makes a deleted pod of a Deployment anew, by the name of the Deployment and `-new`, on the node that a test says. */
class ReplacingCluster extends PlayedCluster {
  /** Null: none is made anew yet. */
  scheduler: ((deployment: string) => string | undefined) | null = null;
  readonly deleted: string[] = [];

  override async delete(reference: ObjectReference): Promise<void> {
    await super.delete(reference);
    if (this.scheduler !== null) {
      const [deployment = ""] = reference.name.split("-");
      const node = this.scheduler(deployment);
      this.deleted.push(reference.name);
      await this.addPod({ name: `${deployment}-new`, owner: `Deployment/${deployment}`, ...(node === undefined ? {} : { node }) });
    }
  }
}

let cluster: ReplacingCluster;
let before: readonly ObservedPod[];

/** Every pod where it is planned. */
beforeEach(async () => {
  cluster = new ReplacingCluster();
  await cluster.addNamespaces("kube-system", "apps", "extras");
  const kinds = new Map(stack.workloads.map(({ id, kind }) => [id, kind]));
  for (const { namespace, name, nodes } of plan.workloads) {
    const kind = kinds.get(`${namespace}/${name}`) ?? "";
    const owner = kind === "StatefulSet" || kind === "DaemonSet" || kind === "CronJob" || kind === "StaticPod" ? kind : "Deployment";
    for (const node of nodes) {
      // The kubelet names what it runs by itself.
      const podName = kind === "StaticPod" ? `${name}-${node}` : `${name}-${node.slice(1)}`;
      await cluster.addPod({ namespace, name: podName, owner: `${owner}/${name}`, node });
    }
  }
  before = await observePods(cluster);
});

const wait = async (): Promise<void> => Promise.resolve();
const context = () => ({ api: cluster, stack, plan });

async function restored() {
  return restorePlacement(context(), before, "the loss of w1", wait);
}

/** While w1 was away, a pod was made anew elsewhere. */
async function moved(name: string, pod: PlayedPod): Promise<void> {
  await cluster.delete({ apiVersion: "v1", kind: "Pod", namespace: "apps", name });
  await cluster.addPod(pod);
}

const webElsewhere: PlayedPod = { name: "web-away", owner: "Deployment/web", node: "w2" };
const webSets = { planned: ["w1"], failover: ["w2"] };

describe("a drill that takes nodes away begins", () => {
  it("where everything runs where it is planned", async () => {
    expect(await startingPlacement(context(), wait)).toEqual({ pods: before, wrong: [] });
  });

  it("nowhere else: then it is broken, and says what is wrong, whether that is planned or not", async () => {
    await moved("web-1", webElsewhere);
    await cluster.addPod({ namespace: "kube-system", name: "agent-2", owner: "DaemonSet/agent" });
    cluster.react = () => ({ phase: "Running", conditions: [{ type: "Ready", status: "False" }] });
    await cluster.addPod({ namespace: "kube-system", name: "agent-3", owner: "DaemonSet/agent", node: "w2" });
    await cluster.addPod({ namespace: "kube-system", name: "old", owner: "DaemonSet/old", node: "w2", finalizers: ["example.com/kept"] });
    await cluster.delete({ apiVersion: "v1", kind: "Pod", namespace: "kube-system", name: "old" });
    const { wrong } = await startingPlacement(context(), wait);
    expect(wrong).toEqual([
      { subject: "apps/web-away", ...webSets, node: "w2", message: "is on a failover node" },
      { subject: "kube-system/agent-2", message: refusal },
      { subject: "kube-system/agent-3", node: "w2", message: "does not become ready" },
      { subject: "kube-system/old", node: "w2", message: "is deleted and does not go" },
    ]);
    expect(notAsPlanned(wrong)).toEqual({
      outcome: "broken",
      summary: "not tried: the cluster is not as planned to begin with",
      findings: wrong,
      facts: [],
    });
  });
});

describe("after a node was away", () => {
  it("a cluster that is as it was is left alone", async () => {
    cluster.scheduler = () => "w1";
    expect([await restored(), cluster.deleted]).toEqual([[], []]);
  });

  it("what others have taken over is deleted, and starts where it is planned", async () => {
    await moved("web-1", webElsewhere);
    cluster.scheduler = () => "w1";
    expect([await restored(), cluster.deleted]).toEqual([[], ["web-away"]]);
  });

  it("what does not come back is tried three times, and then told", async () => {
    await moved("web-1", webElsewhere);
    cluster.scheduler = () => "w2";
    expect(await restored()).toEqual([
      { subject: "apps/web-new", ...webSets, node: "w2", message: "the loss of w1 is over: is on a failover node" },
    ]);
    expect(cluster.deleted).toEqual(["web-away", "web-new", "web-new"]);
  });

  it("what has no node then has the scheduler's reason", async () => {
    await moved("web-1", webElsewhere);
    cluster.scheduler = () => undefined;
    expect(await restored()).toEqual([{ subject: "apps/web-new", ...webSets, message: `the loss of w1 is over: ${refusal}` }]);
    expect(cluster.deleted).toEqual(["web-away"]);
  });

  it("what drains leave there is not deleted", async () => {
    await cluster.addPod({ namespace: "kube-system", name: "agent-2", owner: "DaemonSet/agent", node: "w2" });
    cluster.scheduler = () => "w1";
    expect([await restored(), cluster.deleted]).toEqual([[], []]);
  });
});
