import { z } from "zod";
import { UserError } from "../infra/diagnostics/user-error";
import type { KubernetesClient } from "./client";

/** Objects of a page. Large enough for few requests, small enough for the API server to answer at once. */
const pageSize = 500;
/** How often a list is started again because it took longer than the API server remembers, before it is read in one go. */
const restarts = 2;

const pageSchema = z.object({
  metadata: z
    .object({ continue: z.string().default("") })
    .nullish()
    .transform((metadata) => metadata?.continue ?? ""),
  items: z
    .array(z.unknown())
    .nullish()
    .transform((items) => items ?? []),
});

/** Asks for the metadata of objects alone: a hundredth of a ReplicaSet. */
const metadataOnlyMedia = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

const identitySchema = z.object({ metadata: z.object({ name: z.string(), namespace: z.string().default("") }) });

export type Listed<T> =
  | { readonly outcome: "read"; readonly items: readonly T[]; readonly unreadable: readonly Unreadable[] }
  /** The user may not. */
  | { readonly outcome: "denied" }
  /** The cluster does not serve it, or not now. */
  | { readonly outcome: "absent" };

export interface ListOptions {
  /** Default: whole objects. */
  readonly metadataOnly?: boolean;
  /** Such as `reason=FailedCreate`. Default: all objects. */
  readonly fieldSelector?: string | undefined;
  /** Told how many objects have been read after each page. */
  readonly onPage?: (objects: number) => void;
}

/** An object that is not as Kubernetes documents it. */
export interface Unreadable {
  readonly id: string;
  readonly message: string;
}

/**
 * Reads a list page by page. When the API server has forgotten the state that the pages are of (410), it starts again,
 * and in the end asks for all at once.
 *
 * @param path from the root, without a query.
 * @throws UserError when the API server answers with anything else than a list, a refusal or "no such thing".
 */
export async function listAll<S extends z.ZodType>(
  client: KubernetesClient,
  path: string,
  schema: S,
  { metadataOnly = false, fieldSelector, onPage }: ListOptions = {},
): Promise<Listed<z.output<S>>> {
  for (let start = 0; ; start++) {
    const items: z.output<S>[] = [];
    const unreadable: Unreadable[] = [];
    const selected = fieldSelector === undefined ? "" : `fieldSelector=${encodeURIComponent(fieldSelector)}&`;
    const limit = `${selected}${start < restarts ? `limit=${pageSize}` : "limit=0"}`;
    let token = "";
    do {
      const query = token === "" ? limit : `${limit}&continue=${encodeURIComponent(token)}`;
      const answer = await client.get(`${path}?${query}`, metadataOnly ? metadataOnlyMedia : undefined);
      if (answer.status === 410 && token !== "") {
        break;
      }
      if (answer.status === 403) {
        return { outcome: "denied" };
      }
      if (answer.status === 404 || answer.status === 503) {
        return { outcome: "absent" };
      }
      const page = pageSchema.safeParse(answer.body);
      if (answer.status !== 200 || !page.success) {
        throw new UserError(`the API server did not answer ${path} with a list`, [
          { path, message: `was answered with status ${answer.status}` },
        ]);
      }
      for (const item of page.data.items) {
        const parsed = schema.safeParse(item);
        if (parsed.success) {
          items.push(parsed.data);
        } else {
          unreadable.push(unreadableOf(item, parsed.error));
        }
      }
      onPage?.(items.length);
      token = page.data.metadata;
      if (token === "") {
        return { outcome: "read", items, unreadable };
      }
    } while (token !== "");
  }
}

function unreadableOf(item: unknown, error: z.ZodError): Unreadable {
  const identity = identitySchema.safeParse(item).data?.metadata;
  const [issue] = error.issues;
  const where = issue?.path.map(String).join(".") ?? "";
  const id =
    identity === undefined
      ? "an object without a name"
      : identity.namespace === ""
        ? identity.name
        : `${identity.namespace}/${identity.name}`;
  return { id, message: `${where}: ${issue?.message ?? "is wrong"}` };
}
