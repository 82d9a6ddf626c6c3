import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, get as httpsGet } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { UserError } from "../infra/diagnostics/user-error";
import type { Connection } from "./connection";

/** An answer of the API server. */
export interface Answer {
  readonly status: number;
  /** Parsed JSON; undefined when the body is none. */
  readonly body: unknown;
}

export interface ClientOptions {
  /** How long one answer may take. Default 30,000. */
  readonly timeoutMilliseconds?: number;
  /** Waits between attempts. Default: really waits. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** Reads from an API server. It has no other verb than GET. */
export interface KubernetesClient {
  /**
   * @param path with query, from the root: `/api/v1/nodes?limit=500`.
   * @param accept media type. Default `application/json`.
   * @throws UserError when the server cannot be reached, is not who it should be, or does not accept the credentials.
   */
  get(path: string, accept?: string): Promise<Answer>;
  /** Closes idle connections. */
  close(): void;
}

const attempts = 4;
const firstWaitMilliseconds = 500;
const longestWaitMilliseconds = 10_000;

/** Too many requests, or a server that is just restarting: what another attempt may mend. */
const passing: readonly number[] = [429, 502, 503, 504];

export function kubernetesClient(
  connection: Connection,
  { timeoutMilliseconds = 30_000, wait = sleep }: ClientOptions = {},
): KubernetesClient {
  const secure = connection.server.startsWith("https:");
  const agent = secure
    ? new HttpsAgent({
        keepAlive: true,
        ca: connection.certificateAuthority,
        cert: connection.clientCertificate,
        key: connection.clientKey,
        rejectUnauthorized: !connection.insecure,
        ...(connection.serverName === undefined ? {} : { servername: connection.serverName }),
      })
    : new HttpAgent({ keepAlive: true });
  const once = async (path: string, accept: string): Promise<Response> => {
    const headers = {
      accept,
      "user-agent": "berth-observe",
      ...(connection.token === undefined ? {} : { authorization: `Bearer ${connection.token}` }),
    };
    const start = secure ? httpsGet : httpGet;
    return new Promise((settle, reject) => {
      const request = start(`${connection.server}${path}`, { agent, headers, timeout: timeoutMilliseconds }, (response) => {
        readBody(response).then(settle, reject);
      });
      request.on("timeout", () => request.destroy(new Error(`no answer within ${timeoutMilliseconds / 1000} s`)));
      request.on("error", reject);
    });
  };
  return {
    get: async (path, accept = "application/json") => {
      for (let attempt = 1; ; attempt++) {
        const response = await once(path, accept).catch((error: unknown) =>
          isPassing(error) && attempt < attempts ? undefined : fail(connection.server, error),
        );
        if (response?.status === 401) {
          throw new UserError(`${connection.server} does not accept the credentials of context "${connection.contextName}"`, [
            {
              path: "kubeconfig",
              message: "has credentials that are wrong or have expired",
              fix: "get a new kubeconfig, such as by talosctl kubeconfig",
            },
          ]);
        }
        if (response !== undefined && (attempt === attempts || !passing.includes(response.status))) {
          return { status: response.status, body: response.body };
        }
        const backoff = firstWaitMilliseconds * 2 ** (attempt - 1);
        await wait(Math.min(longestWaitMilliseconds, response?.retryAfterMilliseconds ?? backoff));
      }
    },
    close: () => {
      agent.destroy();
    },
  };
}

interface Response extends Answer {
  readonly retryAfterMilliseconds: number | undefined;
}

async function readBody(response: IncomingMessage): Promise<Response> {
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

/** What Node throws when a request fails. */
const failureSchema = z.object({ message: z.string(), code: z.string().default("") });

function codeOf(error: unknown): string {
  return failureSchema.safeParse(error).data?.code ?? "";
}

/** A connection that broke in the middle; not one that was never made. */
function isPassing(error: unknown): boolean {
  return ["ECONNRESET", "EPIPE"].includes(codeOf(error));
}

const explanations: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there; is the API server up, and the URL right?",
  ENOTFOUND: "the name is not known here",
  EHOSTUNREACH: "there is no way to that machine from here",
  ETIMEDOUT: "it does not answer",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the kubeconfig's certificate authority did not issue its certificate",
  SELF_SIGNED_CERT_IN_CHAIN: "the kubeconfig's certificate authority did not issue its certificate",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the kubeconfig's certificate authority did not issue its certificate",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

function fail(server: string, error: unknown): never {
  const code = codeOf(error);
  const message = explanations[code] ?? failureSchema.safeParse(error).data?.message ?? String(error);
  throw new UserError(`${server} cannot be read`, [{ path: "server", message: `${message}${code === "" ? "" : ` (${code})`}` }]);
}
