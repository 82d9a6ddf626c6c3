import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { type ObservedPod, observePods } from "../../kubernetes-api/observed-pods";
import type { Wait } from "../observation/settle";
import { type ObservedRollout, observeRollouts, restartedAtAnnotation } from "./observed-rollouts";

const pollMilliseconds = 200;
/** For how long nothing may change before an update is stuck: kube-scheduler tries a pod that it has refused again within 10 s. */
const stuckMilliseconds = 12_000;
const limitMilliseconds = 120_000;

/** What became of updates that went on at once. */
export interface RolloutOutcome {
  /** Ids of those that ended. */
  readonly done: ReadonlySet<string>;
  /** Fewest pods available at any time, of those that had fewer than their strategy allows, by id. */
  readonly tooFew: ReadonlyMap<string, ObservedRollout>;
  /** The pods when all had ended, or nothing changed any more. */
  readonly pods: readonly ObservedPod[];
}

/**
 * Updates some Deployments and StatefulSets at once, by a change of their templates that changes nothing else, and watches
 * all there are until they are done or nothing changes any more.
 *
 * @param wait Default: really waits.
 */
export async function rollOut(api: ClusterApi, updated: readonly ObservedRollout[], wait: Wait = sleep): Promise<RolloutOutcome> {
  const now = new Date().toISOString();
  await Promise.all(updated.map(async (rollout) => setRestartedAt(api, rollout, now)));
  const ids = new Set(updated.map(({ id }) => id));
  const tooFew = new Map<string, ObservedRollout>();
  let last = "";
  let still = 0;
  for (let waited = 0; ; waited += pollMilliseconds) {
    const rollouts = await observeRollouts(api);
    for (const rollout of rollouts) {
      if (rollout.available < Math.min(rollout.leastAvailable, tooFew.get(rollout.id)?.available ?? Infinity)) {
        tooFew.set(rollout.id, rollout);
      }
    }
    const own = rollouts.filter(({ id }) => ids.has(id));
    const seen = JSON.stringify(rollouts);
    still = seen === last ? still + pollMilliseconds : 0;
    last = seen;
    if (own.every(({ done }) => done) || still >= stuckMilliseconds || waited >= limitMilliseconds) {
      return { done: new Set(own.filter(({ done }) => done).map(({ id }) => id)), tooFew, pods: await observePods(api) };
    }
    await wait(pollMilliseconds);
  }
}

/** Takes an update back: the pods of the template that it had before are left, and the others end. */
export async function rollBack(api: ClusterApi, before: ObservedRollout): Promise<void> {
  await setRestartedAt(api, before, before.restartedAt ?? null);
}

async function setRestartedAt(api: ClusterApi, { kind, namespace, name }: ObservedRollout, value: string | null): Promise<void> {
  await api.patch(
    { apiVersion: "apps/v1", kind, namespace, name },
    { spec: { template: { metadata: { annotations: { [restartedAtAnnotation]: value } } } } },
  );
}
