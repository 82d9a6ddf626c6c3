import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { text } from "node:stream/consumers";
import type { Connection } from "./connection";

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With query, from the root: `/api/v1/nodes?limit=500`. */
  readonly path: string;
  /** Beside the credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ApiResponse {
  readonly status: number;
  /** Parsed JSON; undefined when the body is none. */
  readonly body: unknown;
  /** How long the server wants to be left alone, where it says so. */
  readonly retryAfterMilliseconds: number | undefined;
}

/** Requests to one API server, over connections that are kept open. */
export interface Exchange {
  /** One attempt. Rejects with Node's own error when there is no answer. */
  send(request: ApiRequest): Promise<ApiResponse>;
  /** Closes idle connections. */
  close(): void;
}

/** Requests under way at a time; more wait. An API server turns clients away that ask for much more at once. */
const mostConnections = 32;

/** @param timeoutMilliseconds How long one answer may take. */
export function openExchange(connection: Connection, timeoutMilliseconds: number): Exchange {
  const secure = connection.server.startsWith("https:");
  const agent = secure
    ? new HttpsAgent({
        keepAlive: true,
        maxSockets: mostConnections,
        ca: connection.certificateAuthority,
        cert: connection.clientCertificate,
        key: connection.clientKey,
        rejectUnauthorized: !connection.insecure,
        ...(connection.serverName === undefined ? {} : { servername: connection.serverName }),
      })
    : new HttpAgent({ keepAlive: true, maxSockets: mostConnections });
  const credentials = connection.token === undefined ? {} : { authorization: `Bearer ${connection.token}` };
  const start = secure ? httpsRequest : httpRequest;
  return {
    send: async ({ method, path, headers, body }) =>
      new Promise((settle, reject) => {
        // Node says how long a body is for some methods only; DELETE is none of them.
        const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
        const options = { method, agent, headers: { ...headers, ...credentials, ...length }, timeout: timeoutMilliseconds };
        const request = start(`${connection.server}${path}`, options, (response) => {
          readResponse(response).then(settle, reject);
        });
        request.on("timeout", () => request.destroy(new Error(`no answer within ${timeoutMilliseconds / 1000} s`)));
        request.on("error", reject);
        request.end(body);
      }),
    close: () => {
      agent.destroy();
    },
  };
}

async function readResponse(response: IncomingMessage): Promise<ApiResponse> {
  const body = await text(response);
  const seconds = Number(response.headers["retry-after"]);
  return {
    status: response.statusCode ?? 0,
    body: parseJson(body),
    retryAfterMilliseconds: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined,
  };
}

function parseJson(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return value;
  } catch {
    return undefined;
  }
}
