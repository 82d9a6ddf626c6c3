import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Connection } from "./connection";
import { explainFailure, isPassingFailure } from "./connection-failure";
import { type ApiRequest, type ApiResponse, openExchange } from "./exchange";
import { ApiError, type ClusterApi, type KubernetesObject, type ObjectReference } from "./cluster-api";
import { discoverKinds, rootOf, type ServedKind } from "./kinds";

export interface ConnectOptions {
  /** How long one answer may take. Default 30,000. */
  readonly timeoutMilliseconds?: number;
  /** Objects of a page of a list. Default 500. */
  readonly pageSize?: number;
  /** Owner of the fields that are written by anything else than {@link ClusterApi.apply}. */
  readonly fieldManager: string;
}

const attempts = 5;
const firstWaitMilliseconds = 100;
/** How often a list is begun anew whose earlier state the API server has forgotten. */
const restarts = 3;

const statusSchema = z.object({ kind: z.literal("Status"), message: z.string().default(""), reason: z.string().default("") });

const refusalSchema = z.object({ details: z.object({ causes: z.array(z.object({ reason: z.string().default("") })) }) });

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().exactOptional() }),
});

const pageSchema = z.object({
  metadata: z
    .object({ continue: z.string().default("") })
    .nullish()
    .transform((metadata) => metadata?.continue ?? ""),
  items: z
    .array(z.record(z.string(), z.unknown()))
    .nullish()
    .transform((items) => items ?? []),
});

/**
 * Speaks with an API server, with every verb. What is about to pass is tried again: a busy server, and a connection
 * that breaks, except where asking twice could create twice.
 */
export function connectCluster(
  connection: Connection,
  { timeoutMilliseconds = 30_000, pageSize = 500, fieldManager }: ConnectOptions,
): ClusterApi {
  const exchange = openExchange(connection, timeoutMilliseconds);

  const send = async (method: ApiRequest["method"], path: string, content?: { type: string; body: unknown }): Promise<ApiResponse> => {
    const headers = {
      accept: "application/json",
      "user-agent": fieldManager,
      ...(content === undefined ? {} : { "content-type": content.type }),
    };
    const request = { method, path, headers, ...(content === undefined ? {} : { body: JSON.stringify(content.body) }) };
    for (let attempt = 1; ; attempt++) {
      const response = await exchange.send(request).catch((error: unknown) => {
        if (attempt < attempts && method !== "POST" && isPassingFailure(error)) {
          return undefined;
        }
        throw new ApiError(`${connection.server} cannot be reached: ${explainFailure(error)}`, 0, "Unreachable");
      });
      if (response !== undefined && (attempt === attempts || !isBusy(response))) {
        return response;
      }
      await sleep(response?.retryAfterMilliseconds ?? firstWaitMilliseconds * 2 ** (attempt - 1));
    }
  };

  const kinds = discoverKinds(async (path) => {
    const response = await send("GET", path);
    return response.status === 404 ? undefined : bodyOf(response);
  });

  const served = async ({ apiVersion, kind }: Pick<ObjectReference, "apiVersion" | "kind">): Promise<ServedKind> => {
    const found = await kinds.find(apiVersion, kind);
    if (found === undefined) {
      throw new ApiError(`the API server does not serve ${apiVersion} ${kind}`, 404, "NotFound");
    }
    return found;
  };

  const pathOf = async (reference: ObjectReference, subresource?: string): Promise<string> => {
    const collection = collectionPath(reference.apiVersion, await served(reference), reference.namespace ?? "default");
    return `${collection}/${encodeURIComponent(reference.name)}${subresource === undefined ? "" : `/${subresource}`}`;
  };

  const write = async (
    method: "POST" | "PATCH",
    path: string,
    query: Readonly<Record<string, string>>,
    content: { type: string; body: unknown },
  ): Promise<KubernetesObject> => {
    const parameters = new URLSearchParams({ fieldManager, fieldValidation: "Strict", ...query });
    return objectSchema.parse(bodyOf(await send(method, `${path}?${parameters.toString()}`, content)));
  };

  /** @returns undefined when the API server no longer knows what the pages are of. */
  const readPages = async (path: string, query: Readonly<Record<string, string>>): Promise<Record<string, unknown>[] | undefined> => {
    const items: Record<string, unknown>[] = [];
    for (let token = ""; ;) {
      const parameters = new URLSearchParams({ ...query, ...(token === "" ? {} : { continue: token }) });
      const response = await send("GET", `${path}?${parameters.toString()}`);
      if (response.status === 410 && token !== "") {
        return undefined;
      }
      const page = pageSchema.parse(bodyOf(response));
      items.push(...page.items);
      token = page.metadata;
      if (token === "") {
        return items;
      }
    }
  };

  return {
    list: async ({ apiVersion, kind, namespace, labelSelector }, schema) => {
      const path = collectionPath(apiVersion, await served({ apiVersion, kind }), namespace);
      const selected = labelSelector === undefined ? {} : { labelSelector };
      for (let start = 0; ; start++) {
        const limit = start < restarts ? String(pageSize) : "0";
        const items = await readPages(path, { limit, ...selected });
        if (items !== undefined) {
          // Items of a list carry neither.
          return items.map((item) => schema.parse({ apiVersion, kind, ...item }));
        }
      }
    },
    get: async (reference) => {
      const path = await pathOf(reference).catch(undefinedIfNotFound);
      const response = path === undefined ? undefined : await send("GET", path);
      return response === undefined || response.status === 404 ? undefined : objectSchema.parse(bodyOf(response));
    },
    apply: async (object, { fieldManager: manager, force = false, subresource, dryRun = false }) => {
      const path = await pathOf(referenceOf(object), subresource);
      const query = { fieldManager: manager, force: String(force), ...(dryRun ? { dryRun: "All" } : {}) };
      return write("PATCH", path, query, { type: "application/apply-patch+yaml", body: object });
    },
    create: async (object) => {
      const { apiVersion, namespace } = referenceOf(object);
      const path = collectionPath(apiVersion, await served(object), namespace ?? "default");
      return write("POST", path, {}, { type: "application/json", body: object });
    },
    patch: async (reference, patch, subresource) =>
      write("PATCH", await pathOf(reference, subresource), {}, { type: "application/merge-patch+json", body: patch }),
    delete: async (reference, { gracePeriodSeconds, propagation } = {}) => {
      const path = await pathOf(reference).catch(undefinedIfNotFound);
      if (path === undefined) {
        return;
      }
      const options = {
        apiVersion: "v1",
        kind: "DeleteOptions",
        ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
        ...(propagation === undefined ? {} : { propagationPolicy: propagation }),
      };
      const response = await send("DELETE", path, { type: "application/json", body: options });
      if (response.status !== 404) {
        bodyOf(response);
      }
    },
    evict: async ({ namespace, name }) => {
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/eviction`;
      const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { namespace, name } };
      const response = await send("POST", path, { type: "application/json", body: eviction });
      if (response.status === 404) {
        return "gone";
      }
      if (response.status === 429) {
        return { refused: errorOf(response).message };
      }
      bodyOf(response);
      return "evicted";
    },
    bind: async ({ namespace, name }, node) => {
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/binding`;
      const target = { apiVersion: "v1", kind: "Node", name: node };
      const binding = { apiVersion: "v1", kind: "Binding", metadata: { namespace, name }, target };
      bodyOf(await send("POST", path, { type: "application/json", body: binding }));
    },
    forgetKinds: () => {
      kinds.forget();
    },
    close: () => {
      exchange.close();
    },
  };
}

/** @param namespace Undefined: all of them. */
function collectionPath(apiVersion: string, { resource, namespaced }: ServedKind, namespace: string | undefined): string {
  const inNamespace = namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${rootOf(apiVersion)}${inNamespace}/${resource}`;
}

function referenceOf({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): ObjectReference {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** @throws ApiError when the API server did not do what it was asked to. */
function bodyOf(response: ApiResponse): unknown {
  if (response.status < 200 || response.status > 299) {
    throw errorOf(response);
  }
  return response.body;
}

function errorOf({ status, body }: ApiResponse): ApiError {
  const said = statusSchema.safeParse(body).data;
  const message = said === undefined || said.message === "" ? `the API server answered with status ${status}` : said.message;
  return new ApiError(message, status, said?.reason ?? "");
}

function undefinedIfNotFound(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 404) {
    return undefined;
  }
  throw error;
}

/** An eviction that a disruption budget refuses is a 429 too: whether to wait for that is not for us to say. */
function isBusy({ status, body }: ApiResponse): boolean {
  const causes = refusalSchema.safeParse(body).data?.details.causes ?? [];
  return [502, 503, 504].includes(status) || (status === 429 && !causes.some(({ reason }) => reason === "DisruptionBudget"));
}
