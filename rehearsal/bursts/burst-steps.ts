import { z } from "zod";
import type { Workload } from "../../infra/workloads/workload";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { setReplicas } from "../../kubernetes-api/replicas";
import { waitUntil } from "../control-plane/wait-until";
import type { DrillFinding } from "../drills/drill";
import { type ObservedPod, observePods } from "../../kubernetes-api/observed-pods";
import { outsider } from "./burst-deployment";
import { karpenterSays, type NodeClaim, nodeClaims, rentedNodes } from "./rented-nodes";

/** Generous: Karpenter looks again after ten seconds, and a machine may be busy. */
const limitMilliseconds = 120_000;

const deploymentSchema = z.object({ spec: z.object({ replicas: z.int() }) });

/** What runs on every node that it tolerates, or on its own. */
const ofNodes: readonly string[] = ["DaemonSet", "StaticPod", "Node"];

/** What is done with one workload that bursts, and what is seen of it. */
export class BurstSteps {
  private before: number | undefined;

  /** @param failed Rejects when Karpenter has ended. */
  constructor(
    private readonly api: ClusterApi,
    private readonly pool: string,
    private readonly workload: Workload,
    private readonly failed: Promise<never>,
  ) {}

  /** Its number of pods as the stack has it, or undefined when the stack has not deployed it. */
  async deployment(): Promise<number | undefined> {
    const { namespace, name } = this.workload;
    const found = await this.api.get({ apiVersion: "apps/v1", kind: "Deployment", namespace, name });
    this.before = found === undefined ? undefined : deploymentSchema.parse(found).spec.replicas;
    return this.before;
  }

  async scale(replicas: number): Promise<void> {
    const { namespace, name } = this.workload;
    await setReplicas(this.api, { kind: "Deployment", namespace, name }, replicas);
  }

  /** Gives a Deployment of the stack's the number of pods that it had. */
  async restore(): Promise<void> {
    if (this.before !== undefined) {
      await this.scale(this.before);
    }
  }

  async pods(): Promise<readonly ObservedPod[]> {
    return (await observePods(this.api)).filter(({ workload }) => workload === this.workload.id);
  }

  /** Its pods, when there are as many as that and each runs on a rented node. */
  async running(count: number): Promise<readonly ObservedPod[] | undefined> {
    const [pods, nodes] = await Promise.all([this.pods(), rentedNodes(this.api, this.pool)]);
    const run = pods.filter(({ node, ready, deleting }) => node !== undefined && nodes.includes(node) && ready && !deleting);
    return pods.length === count && run.length === count ? run : undefined;
  }

  /** Waits for something. @throws Error when it takes too long, with what keeps pods waiting. */
  async until<Result>(what: string, look: () => Promise<Result | undefined | false>): Promise<Exclude<Result, false | undefined>> {
    const found = await waitUntil<{ readonly result: Exclude<Result, false | undefined> }>(
      async () => {
        const result = await look();
        return isThere(result) ? { result } : undefined;
      },
      { timeoutMilliseconds: limitMilliseconds, intervalMilliseconds: 100, failed: this.failed, explain: () => "" },
    ).catch(async (error: unknown) => {
      if (error instanceof Error && error.message !== "") {
        throw error;
      }
      const waiting = (await this.pods()).flatMap(({ name, unschedulable }) =>
        unschedulable === undefined ? [] : [`${name}: ${unschedulable}`],
      );
      throw new Error(`not after ${limitMilliseconds / 1000} s: ${what}${waiting.length === 0 ? "" : ` (${waiting.join("; ")})`}`);
    });
    return found.result;
  }

  /** From no pod to one that runs on a rented node. @returns what was rented, and when each thing had happened. */
  async comeUp(): Promise<{ readonly claim: NodeClaim; readonly times: string }> {
    const lap = stopwatch();
    await this.scale(1);
    await this.until("a pod waits", async () => (await this.pods()).some(({ unschedulable }) => unschedulable !== undefined));
    lap("pod pending");
    await this.until("Karpenter orders a node", async () => (await nodeClaims(this.api, this.pool)).length > 0);
    lap("node ordered");
    await this.until("the node joins", async () => (await rentedNodes(this.api, this.pool)).length > 0);
    lap("node there");
    await this.until("the pod runs", async () => this.running(1));
    lap("pod running");
    const claim = await this.until("the node is complete", async () =>
      (await nodeClaims(this.api, this.pool)).find(({ initialized }) => initialized),
    );
    return { claim, times: lap("node complete") };
  }

  /** From one pod to none, and no node. @returns when each thing had happened. */
  async goDown(): Promise<string> {
    const lap = stopwatch();
    await this.scale(0);
    await this.until("the last pod is gone", async () => (await this.pods()).length === 0);
    lap("pod gone");
    await this.until(
      "no node is rented",
      async () => (await rentedNodes(this.api, this.pool)).length === 0 && (await nodeClaims(this.api, this.pool)).length === 0,
    );
    return lap("node gone");
  }

  /** Pods on rented nodes that are neither the workload's nor what every node runs. */
  async intruders(): Promise<readonly DrillFinding[]> {
    const [pods, nodes] = await Promise.all([observePods(this.api), rentedNodes(this.api, this.pool)]);
    return pods
      .filter(
        ({ node, workload, ownerKind }) =>
          node !== undefined && nodes.includes(node) && workload !== this.workload.id && !ofNodes.includes(ownerKind ?? ""),
      )
      .map(({ namespace, name, node }) => ({
        subject: `${namespace}/${name}`,
        ...(node === undefined ? {} : { node }),
        message: "is on a rented node and may not burst",
      }));
  }

  /** Why Karpenter orders no node for the pod that may not burst, in its words; false while it has said nothing. */
  async refusal(): Promise<string | false> {
    const { metadata } = outsider(this.workload);
    return (await karpenterSays(this.api, this.workload.namespace, metadata.name)).at(-1) ?? false;
  }
}

function isThere<Result>(result: Result | undefined | false): result is Exclude<Result, false | undefined> {
  return result !== undefined && result !== false;
}

/** Notes when something has happened, in seconds from now on; answers with all that it has noted. */
function stopwatch(): (what: string) => string {
  const began = performance.now();
  const laps: string[] = [];
  return (what) => {
    laps.push(`${what} after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return laps.join(", ");
  };
}
