import type { ClusterApi, ObjectReference } from "../../kubernetes-api/cluster-api";
import { waitUntil } from "../control-plane/wait-until";
import { waitUntilPresent } from "./create-nodes";
import { changeTaints, observeNode, type ObservedTaint, readyStatus } from "./observed-node";
import { type PodOfNode, podsOfNode } from "./pods-of-node";

const failMilliseconds = 30_000;
const secondsOfADay = 24 * 60 * 60;

const unreachable = "node.kubernetes.io/unreachable";
const outOfService: ObservedTaint = { key: "node.kubernetes.io/out-of-service", value: "nodeshutdown", effect: "NoExecute" };

/**
 * A machine dies: its kubelet says nothing any more, starts no pod and ends none. The node controller would wait 50
 * seconds for it; what it does then is done here at once: the node's conditions become unknown and its pods unready.
 * Everything after that is the real thing: the controller's taints, and the eviction of every pod after the time that it
 * tolerates, which is 2 s in a rehearsal unless it says otherwise (300 s on a real cluster). As on a real cluster, a pod
 * that is evicted from a dead machine stays as "terminating": a Deployment replaces it, a StatefulSet waits for it until
 * the node is back or is declared {@link declareOutOfService | out of service}.
 *
 * @returns once the node is tainted: pods begin to leave.
 */
export async function failNode(api: ClusterApi, name: string): Promise<void> {
  // Somebody else holds its lease, so that kwok leaves it and its pods alone; the time of its renewal stays what it is.
  await api.patch(leaseOf(name), { spec: { holderIdentity: "nobody", leaseDurationSeconds: secondsOfADay } });
  await waitUntil(
    async () => {
      const node = await observeNode(api, name);
      if (readyStatus(node) !== "Unknown") {
        // Also again: kwok may have been about to say the opposite.
        const now = new Date().toISOString();
        const conditions = node.status.conditions.map((condition) => ({
          ...condition,
          status: "Unknown",
          reason: "NodeStatusUnknown",
          message: "Kubelet stopped posting node status.",
          lastTransitionTime: now,
        }));
        await api.patch({ apiVersion: "v1", kind: "Node", name }, { status: { conditions } }, "status");
        return undefined;
      }
      return node.spec.taints.some(({ key, effect }) => key === unreachable && effect === "NoExecute") ? true : undefined;
    },
    {
      timeoutMilliseconds: failMilliseconds,
      intervalMilliseconds: 100,
      explain: () => `node ${name} failed, and after ${failMilliseconds / 1000} s the node controller has not tainted it`,
    },
  );
  await Promise.all((await podsOfNode(api, name)).map(async (pod) => markUnready(api, pod)));
}

/**
 * What an operator, or what watches over the machines, says of a node that will not come back soon. Its pods are evicted
 * whatever they tolerate of its absence, and those of StatefulSets start elsewhere. The pod garbage collector removes
 * what is left of them every 20 s; here that is done at once.
 *
 * @returns once no pod is left but those that tolerate it, such as static ones.
 */
export async function declareOutOfService(api: ClusterApi, name: string): Promise<void> {
  await changeTaints(api, name, (taints) => [...taints.filter(({ key }) => key !== outOfService.key), outOfService]);
  await waitUntil(
    async () => {
      const leaving = (await podsOfNode(api, name)).filter((pod) => !tolerates(pod, outOfService));
      const evicted = leaving.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
      await Promise.all(
        evicted.map(async ({ metadata: { namespace, name: pod } }) =>
          api.delete({ apiVersion: "v1", kind: "Pod", namespace, name: pod }, { gracePeriodSeconds: 0 }),
        ),
      );
      return leaving.length === 0 ? true : undefined;
    },
    {
      timeoutMilliseconds: failMilliseconds,
      intervalMilliseconds: 200,
      explain: () => `node ${name} is out of service, and after ${failMilliseconds / 1000} s it still has pods`,
    },
  );
}

/** The machine is back, with the pods that were not evicted; those that were are ended. @returns once the node takes pods. */
export async function recoverNode(api: ClusterApi, name: string): Promise<void> {
  await changeTaints(api, name, (taints) => taints.filter(({ key }) => key !== outOfService.key));
  await api.patch(leaseOf(name), { spec: { holderIdentity: null } });
  await waitUntilPresent(api, name);
}

function leaseOf(name: string): ObjectReference {
  return { apiVersion: "coordination.k8s.io/v1", kind: "Lease", namespace: "kube-node-lease", name };
}

async function markUnready(api: ClusterApi, { metadata: { namespace, name }, status }: PodOfNode): Promise<void> {
  const reference = { apiVersion: "v1", kind: "Pod", namespace, name };
  const lastTransitionTime = new Date().toISOString();
  const conditions = status.conditions.map((condition) =>
    condition.type === "Ready" ? { ...condition, status: "False", reason: "NodeStatusUnknown", lastTransitionTime } : condition,
  );
  await api.patch(reference, { status: { conditions } }, "status").catch(async (error: unknown) => {
    // It may have been deleted meanwhile.
    if ((await api.get(reference)) !== undefined) {
      throw error;
    }
  });
}

function tolerates({ spec: { tolerations } }: PodOfNode, { key, effect }: ObservedTaint): boolean {
  return tolerations.some(
    (toleration) =>
      toleration.operator === "Exists" &&
      (toleration.key === "" || toleration.key === key) &&
      (toleration.effect === "" || toleration.effect === effect),
  );
}
