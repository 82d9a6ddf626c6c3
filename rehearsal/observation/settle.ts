import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { type ObservedPod, observePods } from "../../kubernetes-api/observed-pods";

/** Lets some milliseconds pass; tests need not wait for them. */
export type Wait = (milliseconds: number) => Promise<unknown>;

/** How often the API server is asked while something settles. */
const pollMilliseconds = 300;
/** For how long nothing may have changed before it counts as settled: longer than the scheduler takes to try again. */
const quietMilliseconds = 1500;

export interface SettleOptions {
  /** When it cannot get any better: no need to wait for quiet. */
  readonly done?: (pods: readonly ObservedPod[]) => boolean;
  /** What must have happened before quiet counts. Default: nothing. */
  readonly begun?: (pods: readonly ObservedPod[]) => boolean;
  /** After this it is what it is. Default 60 s. */
  readonly limitMilliseconds?: number;
  /** Default: really waits. */
  readonly wait?: Wait;
}

/**
 * Waits until pods stop changing: none appears, goes, is bound or becomes ready any more. Pods that have no node and that
 * the scheduler has refused count as settled.
 *
 * @returns the pods as they were last seen, and whether they settled within the limit.
 */
export async function settle(
  api: ClusterApi,
  { done = () => false, begun = () => true, limitMilliseconds = 60_000, wait = sleep }: SettleOptions = {},
): Promise<{ readonly pods: readonly ObservedPod[]; readonly settled: boolean }> {
  let waited = 0;
  let quiet = 0;
  let last = "";
  for (;;) {
    const pods = await observePods(api);
    const started = begun(pods);
    if (started && done(pods)) {
      return { pods, settled: true };
    }
    const seen = JSON.stringify(
      pods.map(({ namespace, name, node, ready, deleting, unschedulable }) => [
        namespace,
        name,
        node,
        ready,
        deleting,
        unschedulable !== undefined,
      ]),
    );
    const undecided = pods.some(({ node, deleting, unschedulable }) => deleting || (node === undefined && unschedulable === undefined));
    quiet = started && seen === last && !undecided ? quiet + pollMilliseconds : 0;
    last = seen;
    if (quiet >= quietMilliseconds || waited >= limitMilliseconds) {
      return { pods, settled: quiet >= quietMilliseconds };
    }
    await wait(pollMilliseconds);
    waited += pollMilliseconds;
  }
}
