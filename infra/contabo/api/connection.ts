import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AccessToken } from "./access-token";
import { backoffMilliseconds, maxAttempts } from "./backoff";
import type { ContaboCredentials } from "./credentials";
import { contaboEndpoints, type ContaboEndpoints } from "./endpoints";
import { ContaboError, remedyOf, UncertainError } from "./errors";
import { type HttpAnswer, send } from "./http";
import { redacted } from "./redact";
import { realTime, type Waiting } from "./waiting";

export interface ConnectionOptions {
  readonly credentials: ContaboCredentials;
  /** Default: Contabo's own. */
  readonly endpoints?: ContaboEndpoints;
  /** Default: real time. */
  readonly waiting?: Waiting;
  /** Milliseconds after which an answer is given up. Default 60 s. */
  readonly timeoutMilliseconds?: number;
}

export interface ApiRequest {
  /** Named in errors: `ordering web-1`. */
  readonly what: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /**
   * Whether doing it twice is the same as doing it once. Then a lost answer means another attempt; otherwise it is an
   * UncertainError, and the caller has to look.
   */
  readonly repeatable: boolean;
  /** Texts that no error may show, beside the credentials. */
  readonly secrets?: readonly string[];
}

const errorBody = z.object({ message: z.union([z.string(), z.array(z.string())]) });

/** Calls Contabo's API: token, id of each request, timeouts and retries. */
export class Connection {
  readonly waiting: Waiting;
  readonly #options: ConnectionOptions;
  readonly #endpoints: ContaboEndpoints;
  readonly #token: AccessToken;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#endpoints = options.endpoints ?? contaboEndpoints;
    this.waiting = options.waiting ?? realTime;
    this.#token = new AccessToken(this.#endpoints.token, options.credentials, this.waiting);
  }

  /**
   * @returns The answer's JSON.
   * @throws ContaboError when Contabo refuses, or cannot be reached after several attempts.
   * @throws UncertainError when it may have been done and may not be repeated.
   */
  async call(request: ApiRequest): Promise<unknown> {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const token = await this.#token.get();
      const requestId = randomUUID();
      const outcome = await send(
        request.what,
        this.#url(request),
        init(request, token, requestId),
        this.#options.timeoutMilliseconds ?? 60_000,
      );
      const answer = outcome.kind === "answer" ? outcome.answer : undefined;
      if (answer !== undefined && answer.status < 300) {
        return answer.body;
      }
      if (answer?.status === 401 && !renewed) {
        renewed = true;
        await this.#token.forget(token);
        continue;
      }
      const uncertain = outcome.kind === "lost" || (answer !== undefined && answer.status >= 500);
      const passing = uncertain || outcome.kind === "not-sent" || answer?.status === 429;
      if (!passing || attempt >= maxAttempts || (uncertain && !request.repeatable)) {
        throw outcome.kind === "answer" ? this.#refusal(request, outcome.answer, requestId) : outcome.error;
      }
      await this.waiting.sleep(backoffMilliseconds(attempt, answer?.retryAfter ?? null, Date.now()));
    }
  }

  #url({ path, query = {} }: ApiRequest): string {
    const parameters = new URLSearchParams(query).toString();
    return `${this.#endpoints.api}${path}${parameters === "" ? "" : `?${parameters}`}`;
  }

  #refusal({ what, secrets = [] }: ApiRequest, { status, body }: HttpAnswer, requestId: string): ContaboError {
    const said = errorBody.safeParse(body).data?.message;
    const { clientSecret, password } = this.#options.credentials;
    const reason = redacted([said ?? "no reason given"].flat().join("; "), [clientSecret, password, ...secrets]);
    const message = `${what}: HTTP ${status}: ${reason} (request ${requestId}). ${remedyOf(status)}`;
    return status >= 500 ? new UncertainError(message, status) : new ContaboError(message, status);
  }
}

function init({ method, body }: ApiRequest, token: string, requestId: string): RequestInit {
  return {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      "x-request-id": requestId,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}
