import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import { settle, type Wait } from "./settle";

/** For how long what is not as hoped is watched further: kube-scheduler tries a pod that it has refused again within 10 s. */
const patienceMilliseconds = 12_000;

/**
 * Waits until pods are as hoped. Where they settle otherwise, they are given another while: on a busy machine the
 * scheduler may be about to try again.
 *
 * @param wait Default: really waits.
 * @returns the pods as they were last seen.
 */
export async function settleAs(
  api: ClusterApi,
  hoped: (pods: readonly ObservedPod[]) => boolean,
  wait: Wait = sleep,
): Promise<readonly ObservedPod[]> {
  const { pods } = await settle(api, { done: hoped, wait });
  return hoped(pods) ? pods : (await settle(api, { begun: hoped, done: hoped, limitMilliseconds: patienceMilliseconds, wait })).pods;
}
