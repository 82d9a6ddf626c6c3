import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { ApiObjects } from "../../infra/observe/testing/cluster-of-stack";
import type { SelfSigned } from "./certificate";

/** What a server that speaks as much of the Kubernetes API as is read here should do. */
export interface ApiServerBehaviour {
  readonly objects: ApiObjects;
  /** Paths that are answered with 403. */
  readonly forbidden?: readonly string[];
  /** Paths that are answered with 404. */
  readonly absent?: readonly string[];
  /** How many pages that continue a list are answered with 410, by path. */
  readonly expiring?: Readonly<Record<string, number>>;
  /** How many requests are answered with 429 at first, by path. */
  readonly busy?: Readonly<Record<string, number>>;
  /** Most objects in a page, however many are asked for. Default 20. */
  readonly pageSize?: number;
  /** Only this token is accepted. Default: anyone. */
  readonly token?: string;
  /** Serves HTTPS with this certificate. Default: HTTP. */
  readonly tls?: SelfSigned & { readonly clientAuthority?: string };
}

export interface RunningApiServer {
  readonly url: string;
  /** `GET /api/v1/pods?limit=500`, in the order of arrival. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts a server on a free port of this machine. */
export async function startApiServer(behaviour: ApiServerBehaviour): Promise<RunningApiServer> {
  const requests: string[] = [];
  const counters = new Map<string, number>();
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    const { status, body, headers } = answer(behaviour, request, counters);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
  const { tls } = behaviour;
  const server =
    tls === undefined
      ? createHttpServer(handle)
      : createHttpsServer(
          {
            cert: tls.certificate,
            key: tls.key,
            ...(tls.clientAuthority === undefined ? {} : { requestCert: true, rejectUnauthorized: true, ca: tls.clientAuthority }),
          },
          handle,
        );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = portOf(server.address());
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") {
    throw new Error("the server has no port");
  }
  return address;
}

interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function answer(behaviour: ApiServerBehaviour, request: IncomingMessage, counters: Map<string, number>): ApiAnswer {
  const url = new URL(request.url ?? "/", "http://localhost");
  const path = url.pathname;
  if (behaviour.token !== undefined && request.headers.authorization !== `Bearer ${behaviour.token}`) {
    return failure(401, "Unauthorized");
  }
  if (behaviour.forbidden?.includes(path) === true) {
    return failure(403, "Forbidden");
  }
  const objects = behaviour.objects[path];
  if (path === "/version" && behaviour.absent?.includes(path) !== true) {
    return { status: 200, body: { gitVersion: "v1.35.4" } };
  }
  if (objects === undefined || behaviour.absent?.includes(path) === true) {
    return failure(404, "NotFound");
  }
  const token = url.searchParams.get("continue");
  if (count(counters, `busy ${path}`) < (behaviour.busy?.[path] ?? 0)) {
    return { ...failure(429, "TooManyRequests"), headers: { "retry-after": "0" } };
  }
  if (token !== null && count(counters, `expired ${path}`) < (behaviour.expiring?.[path] ?? 0)) {
    return failure(410, "Expired");
  }
  const limit = Number(url.searchParams.get("limit") ?? "0");
  const size = limit === 0 ? objects.length : Math.min(limit, behaviour.pageSize ?? 20);
  const from = Number(token ?? "0");
  const items = objects.slice(from, from + size);
  const rest = objects.length - from - items.length;
  const metadata = rest > 0 ? { continue: String(from + size), remainingItemCount: rest } : {};
  // Go writes an empty list of a nil slice as null.
  return { status: 200, body: { kind: "List", metadata, items: items.length === 0 ? null : items } };
}

/** How often this has been asked before. */
function count(counters: Map<string, number>, key: string): number {
  const before = counters.get(key) ?? 0;
  counters.set(key, before + 1);
  return before;
}

function failure(status: number, reason: string): ApiAnswer {
  return { status, body: { kind: "Status", status: "Failure", reason, code: status } };
}
