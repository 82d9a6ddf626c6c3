import type { z } from "zod";

/** An object of the Kubernetes API, as far as every object is alike. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Which object; the API server is asked which path and scope its kind has. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Left out for what has none. */
  readonly namespace?: string;
}

export interface ApplyOptions {
  /** Owner of the applied fields. */
  readonly fieldManager: string;
  /** Take over fields that another manager owns. Default false: a conflict is an {@link ApiError} with status 409. */
  readonly force?: boolean;
  /** Default: the object itself. */
  readonly subresource?: "status";
  /** Ask what would become of it, and change nothing. Default false. */
  readonly dryRun?: boolean;
}

/**
 * What the API server refused: its own words, with the status and the reason that it gave. Where it could not be reached
 * at all, the status is 0 and the reason `Unreachable`.
 */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    /** Such as `NotFound`, `Conflict`, `Invalid`; empty where it gave none. */
    readonly reason: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** An API server, with every verb. Writes are validated strictly: an unknown field is refused. */
export interface ClusterApi {
  /** All objects of a kind, in all namespaces or in one, in the API server's order. An unknown kind is an {@link ApiError}. */
  list<S extends z.ZodType>(
    kind: { readonly apiVersion: string; readonly kind: string; readonly namespace?: string; readonly labelSelector?: string },
    schema: S,
  ): Promise<readonly z.output<S>[]>;
  /** @returns undefined when there is none, or its kind is not known. */
  get(reference: ObjectReference): Promise<KubernetesObject | undefined>;
  /** Server-side apply. */
  apply(object: KubernetesObject, options: ApplyOptions): Promise<KubernetesObject>;
  create(object: KubernetesObject): Promise<KubernetesObject>;
  /** A JSON merge patch, of the object or of one of its subresources. */
  patch(reference: ObjectReference, patch: Readonly<Record<string, unknown>>, subresource?: "status" | "scale"): Promise<KubernetesObject>;
  /** Does nothing when there is none. */
  delete(
    reference: ObjectReference,
    options?: { readonly gracePeriodSeconds?: number; readonly propagation?: "Foreground" | "Background" | "Orphan" },
  ): Promise<void>;
  /** Asks for an eviction, which disruption budgets may refuse for now (429). */
  evict(pod: { readonly namespace: string; readonly name: string }): Promise<"evicted" | "gone" | { readonly refused: string }>;
  /** Gives a pod its node, as a scheduler does: nothing looks at room, taints or affinity any more. */
  bind(pod: { readonly namespace: string; readonly name: string }, node: string): Promise<void>;
  /** Forgets which kinds there are: to be called after custom resource definitions were added. */
  forgetKinds(): void;
  close(): void;
}
