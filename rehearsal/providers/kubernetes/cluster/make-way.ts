import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi, KubernetesObject } from "../../../../kubernetes-api/cluster-api";
import { placeholderAnnotation } from "../../../workloads/placeholder";
import { isPropertyMap, toPropertyMap, valueAt } from "../../property-value";
import { referenceOf } from "./object";

const playedKinds: ReadonlySet<string> = new Set(["CronJob", "DaemonSet", "Deployment", "StatefulSet"]);
const pollMilliseconds = 100;
const limitMilliseconds = 30_000;

/**
 * Removes, with its pods, what a rehearsal plays in an object's place, so that the object can be made.
 *
 * @returns whether there was any.
 */
export async function makeWay(api: ClusterApi, object: KubernetesObject): Promise<boolean> {
  if (!playedKinds.has(object.kind) || !isPlaceholder(await api.get(referenceOf(object)))) {
    return false;
  }
  await api.delete(referenceOf(object), { propagation: "Foreground" });
  for (let waited = 0; waited < limitMilliseconds && isPlaceholder(await api.get(referenceOf(object))); waited += pollMilliseconds) {
    await sleep(pollMilliseconds);
  }
  return true;
}

function isPlaceholder(object: KubernetesObject | undefined): boolean {
  const annotations = object === undefined ? undefined : valueAt(toPropertyMap(object), ["metadata", "annotations"]);
  return isPropertyMap(annotations) && annotations[placeholderAnnotation] !== undefined;
}
