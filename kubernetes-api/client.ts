import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../infra/diagnostics/user-error";
import type { Connection } from "./connection";
import { explainFailure, isPassingFailure } from "./connection-failure";
import { openExchange } from "./exchange";

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
  const exchange = openExchange(connection, timeoutMilliseconds);
  return {
    get: async (path, accept = "application/json") => {
      const headers = { accept, "user-agent": "berth-observe" };
      for (let attempt = 1; ; attempt++) {
        const response = await exchange
          .send({ method: "GET", path, headers })
          .catch((error: unknown) => (isPassingFailure(error) && attempt < attempts ? undefined : fail(connection.server, error)));
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
      exchange.close();
    },
  };
}

function fail(server: string, error: unknown): never {
  throw new UserError(`${server} cannot be read`, [{ path: "server", message: explainFailure(error) }]);
}
