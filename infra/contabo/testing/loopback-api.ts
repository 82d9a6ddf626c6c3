import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { LoopbackAccount, type LoopbackInstance } from "./loopback-account";

/** A request as it arrived. */
export interface LoopbackRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/**
 * What goes wrong with a request: an answer instead of the real one, no answer although it is done (`lose`), or
 * something that happens in between. Returning undefined lets it through.
 */
export type Fault = (request: LoopbackRequest) => FaultEffect | undefined;
export type FaultEffect =
  | { readonly kind: "answer"; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly message?: string }
  /** Done, and then the connection is broken before the answer. */
  | { readonly kind: "lose"; readonly then?: () => void };

const loginPath = "/auth/realms/contabo/protocol/openid-connect/token";

export const loopbackCredentials = {
  clientId: "client-id",
  clientSecret: "client-secret-value",
  user: "ops@example.com",
  password: "api-password-value",
};

/** An API on this machine that speaks what Contabo's documentation says, with an account of its own. */
export class LoopbackApi {
  readonly account = new LoopbackAccount();
  readonly requests: LoopbackRequest[] = [];
  /** Asked in order; the first effect counts. */
  readonly faults: Fault[] = [];
  /** Lifetime of a token in seconds. */
  tokenSeconds = 300;
  readonly #tokens = new Set<string>();
  readonly #server = createServer((request, response) => {
    void this.#serve(request, response);
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Every token so far is refused from now on. */
  expireTokens(): void {
    this.#tokens.clear();
  }

  /** Requests of a method to a path, in order; the login is `POST /auth`. */
  requestsTo(method: string, path: RegExp): readonly LoopbackRequest[] {
    return this.requests.filter((request) => request.method === method && path.test(request.path));
  }

  /** Servers whose contract has no end. */
  get servers(): readonly LoopbackInstance[] {
    return this.account.instances.filter(({ cancelDate }) => cancelDate === null);
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(incoming);
    const login = incoming.url === loginPath;
    const request: LoopbackRequest = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      headers: incoming.headers,
      body: login ? Object.fromEntries(new URLSearchParams(text)) : text === "" ? undefined : JSON.parse(text),
    };
    this.requests.push(request);
    const effect = this.#effect(request);
    if (effect?.kind === "answer") {
      answer(response, effect.status, { message: effect.message ?? "fault of a test", statusCode: effect.status }, effect.headers);
      return;
    }
    const [status, body] = login ? this.#login(request) : this.#call(request);
    if (effect?.kind === "lose") {
      effect.then?.();
      incoming.socket.destroy();
      return;
    }
    answer(response, status, body);
  }

  #effect(request: LoopbackRequest): FaultEffect | undefined {
    for (const fault of this.faults) {
      const effect = fault(request);
      if (effect !== undefined) {
        return effect;
      }
    }
    return undefined;
  }

  #login({ body }: LoopbackRequest): [number, unknown] {
    const expected = {
      client_id: "client-id",
      client_secret: "client-secret-value",
      username: "ops@example.com",
      password: "api-password-value",
      grant_type: "password",
    };
    if (JSON.stringify(body) !== JSON.stringify(expected)) {
      return [401, { error: "invalid_grant", error_description: "Invalid user credentials" }];
    }
    const token = `token-${this.#tokens.size + 1}-${this.requests.length}`;
    this.#tokens.add(token);
    return [200, { access_token: token, expires_in: this.tokenSeconds, token_type: "Bearer" }];
  }

  #call(request: LoopbackRequest): [number, unknown] {
    const { authorization = "", "x-request-id": requestId } = request.headers;
    if (typeof authorization !== "string" || !this.#tokens.has(authorization.replace(/^Bearer /, ""))) {
      return [401, { message: "Unauthorized", statusCode: 401 }];
    }
    if (typeof requestId !== "string" || !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(requestId)) {
      return [400, { message: "x-request-id must be a uuid4", statusCode: 400 }];
    }
    return this.account.handle(request.method, new URL(request.path, "http://127.0.0.1"), request.body);
  }
}

/** A fault for the first requests that a pattern fits. */
export function faultOnce(method: string, path: RegExp, effect: FaultEffect, times = 1): Fault {
  let left = times;
  return (request) => {
    if (left === 0 || request.method !== method || !path.test(request.path)) {
      return undefined;
    }
    left -= 1;
    return effect;
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(z.instanceof(Buffer).parse(chunk));
  }
  return Buffer.concat(chunks).toString("utf8");
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body === undefined ? "" : JSON.stringify(body));
}
