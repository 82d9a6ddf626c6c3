import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, type ClusterApi, type KubernetesObject } from "../../../../kubernetes-api/cluster-api";
import type { PropertyMap } from "../../property-value";
import { InitializationError } from "../../stand-in";
import { makeWay } from "./make-way";
import { annotationOf, describeObject, propertiesOf, referenceOf } from "./object";
import { FailedForGood, missingForReadiness } from "./readiness";
import { withSecretsOf } from "./secrets";
import { waitUntilNothingMissing } from "./wait";

/** How long the provider waits where neither the resource nor an annotation says it. */
export interface Limits {
  /** Until it is ready. */
  readonly readySeconds: number;
  /** Until it is gone. */
  readonly goneSeconds: number;
  /** Before each further attempt at an object whose kind or namespace is not there yet. */
  readonly retryMilliseconds: readonly number[];
}

/** Those of the provider: ten minutes, five minutes, and five further attempts. */
export const providerLimits: Limits = { readySeconds: 600, goneSeconds: 300, retryMilliseconds: [1_000, 2_000, 4_000, 8_000, 16_000] };

export interface Timing {
  readonly limits: Limits;
  /** The resource's custom timeout. */
  readonly timeoutSeconds: number | undefined;
  readonly signal: AbortSignal;
}

/** Whether the API server says that there is no such kind, namespace or object. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/**
 * Applies an object, and again when its kind or namespace comes only now. What is played in its place goes first.
 *
 * @throws ApiError what the API server refuses.
 */
export async function applyObject(
  api: ClusterApi,
  object: KubernetesObject,
  owner: { readonly fieldManager: string; readonly force: boolean },
  { limits, signal }: Timing,
): Promise<KubernetesObject> {
  await makeWay(api, object);
  for (const pause of limits.retryMilliseconds) {
    try {
      return await api.apply(object, owner);
    } catch (error) {
      if (signal.aborted) {
        throw explained(error, owner.fieldManager);
      }
      // It may have been played only just now.
      if (!isNotFound(error)) {
        if (await makeWay(api, object)) {
          continue;
        }
        throw explained(error, owner.fieldManager);
      }
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      api.forgetKinds();
    }
  }
  return api.apply(object, owner).catch((error: unknown) => {
    throw explained(error, owner.fieldManager);
  });
}

/** The provider's words for a conflict, which otherwise reads as if somebody else had just written. */
export function explained(error: unknown, fieldManager: string): unknown {
  return error instanceof ApiError && error.status === 409
    ? new ApiError(`the resource managed by field manager "${fieldManager}" had an apply conflict: ${error.message}`, 409, error.reason)
    : error;
}

/**
 * Waits until an object is ready, as the provider does for its kind, unless its annotation says not to.
 *
 * @returns what the API server has then.
 * @throws InitializationError when it is not ready in time, with everything that is missing.
 */
export async function awaitReady(
  api: ClusterApi,
  id: string,
  object: KubernetesObject,
  inputs: PropertyMap,
  timing: Timing,
): Promise<KubernetesObject> {
  const reference = referenceOf(object);
  if (annotationOf(inputs, "pulumi.com/skipAwait") === "true") {
    return object;
  }
  let live = object;
  const missing = async (): Promise<readonly string[]> => {
    const found = await api.get(reference);
    live = found ?? live;
    return found === undefined ? ["it is gone again"] : missingForReadiness(found, api);
  };
  const limitSeconds = limitOf(inputs, timing, timing.limits.readySeconds);
  const reasons = await waitUntilNothingMissing(missing, { limitSeconds, signal: timing.signal }).catch((error: unknown) => {
    if (error instanceof FailedForGood) {
      return [error.message];
    }
    throw error;
  });
  if (reasons.length > 0) {
    const why = timing.signal.aborted ? "was not waited for to the end" : "is not ready";
    throw new InitializationError(
      `${describeObject(reference)} ${why}: ${reasons.join("; ")}`,
      id,
      withSecretsOf(inputs, propertiesOf(live), live.kind),
      reasons,
    );
  }
  return live;
}

/**
 * Deletes an object and waits until it is gone, or another one of its name is there.
 *
 * @throws Error naming what keeps it, when it is still there after the time limit.
 */
export async function deleteObject(api: ClusterApi, object: KubernetesObject, inputs: PropertyMap, timing: Timing): Promise<void> {
  const reference = referenceOf(object);
  const before = await api.get(reference);
  if (before === undefined) {
    return;
  }
  await api.delete(reference, { propagation: propagationOf(inputs) });
  const missing = async (): Promise<readonly string[]> => {
    const found = await api.get(reference);
    if (found === undefined || found.metadata["uid"] !== before.metadata["uid"]) {
      return [];
    }
    const finalizers = found.metadata["finalizers"];
    return [
      Array.isArray(finalizers) && finalizers.length > 0 ? `it waits for its finalizers ${finalizers.join(", ")}` : "it is still there",
    ];
  };
  const reasons = await waitUntilNothingMissing(missing, {
    limitSeconds: limitOf(inputs, timing, timing.limits.goneSeconds),
    signal: timing.signal,
  });
  if (reasons.length > 0) {
    throw new Error(`${describeObject(reference)} is not gone: ${reasons.join("; ")}`);
  }
}

/** What the resource says, then its annotation, then the provider. */
function limitOf(inputs: PropertyMap, { timeoutSeconds }: Timing, otherwise: number): number {
  const annotated = Number(annotationOf(inputs, "pulumi.com/timeoutSeconds"));
  return timeoutSeconds ?? (annotated > 0 ? annotated : otherwise);
}

function propagationOf(inputs: PropertyMap): "Foreground" | "Background" | "Orphan" {
  const wanted = annotationOf(inputs, "pulumi.com/deletionPropagationPolicy")?.toLowerCase();
  return wanted === "background" ? "Background" : wanted === "orphan" ? "Orphan" : "Foreground";
}
