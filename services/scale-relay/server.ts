import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Log } from "./log";
import type { Metrics, Outcome } from "./metrics";
import { notificationSchema } from "./notification";
import type { Relay } from "./relay";
import type { Settings } from "./settings";
import { showsSecret } from "./shared-secret";

/** A notification of a hundred alerts has some 100 KB. */
const maxBodyBytes = 1024 * 1024;
const bodyTimeoutMilliseconds = 10_000;

export interface ServerParts {
  readonly settings: Pick<Settings, "sharedSecret">;
  readonly relay: Pick<Relay, "receive">;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Whether it still takes notifications. */
  readonly isReady: () => boolean;
}

/** Status by outcome. Alertmanager sends again what is answered with 5xx, and nothing else. */
const statusOf: Readonly<Record<Outcome, number>> = {
  dispatched: 202,
  "dry-run": 200,
  unauthorized: 401,
  invalid: 400,
  "nothing-asked": 200,
  repeated: 200,
  "at-limit": 200,
  running: 200,
  "cooling-down": 200,
  failed: 503,
};

/** `POST /alerts`, `GET /healthz`, `GET /readyz`, `GET /metrics`. */
export function relayServer(parts: ServerParts): Server {
  const { log, metrics, isReady } = parts;
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0];
    const route = `${request.method ?? ""} ${path ?? ""}`;
    switch (route) {
      case "POST /alerts":
        takeAlerts(parts, request, response).catch((error: unknown) => {
          log.error("request failed", { reason: error instanceof Error ? error.message : "unknown" });
          answer(response, 500, { outcome: "failed" });
        });
        return;
      case "GET /healthz":
        answer(response, 200, { status: "alive" });
        return;
      case "GET /readyz":
        answer(response, isReady() ? 200 : 503, { status: isReady() ? "ready" : "stopping" });
        return;
      case "GET /metrics":
        response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(metrics.render());
        return;
      default: {
        const known = ["/alerts", "/healthz", "/readyz", "/metrics"].includes(path ?? "");
        answer(response, known ? 405 : 404, { status: known ? "method not allowed" : "not found" });
      }
    }
  });
  server.requestTimeout = bodyTimeoutMilliseconds;
  server.headersTimeout = bodyTimeoutMilliseconds;
  server.maxRequestsPerSocket = 100;
  return server;
}

async function takeAlerts(
  { settings, relay, metrics, log }: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Before anything is read: who may not ask gets no answer to what was asked.
  if (!showsSecret(request.headers.authorization, settings.sharedSecret)) {
    metrics.countNotification("unauthorized");
    log.warn("notification", { outcome: "unauthorized" });
    request.resume();
    answer(response, 401, { outcome: "unauthorized" });
    return;
  }
  const body = await readBody(request);
  if (body === undefined) {
    metrics.countNotification("invalid");
    answer(response, 413, { outcome: "invalid", because: `more than ${maxBodyBytes} bytes` });
    return;
  }
  const parsed = notificationSchema.safeParse(parseJson(body));
  if (!parsed.success) {
    const because = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
    metrics.countNotification("invalid");
    log.warn("notification", { outcome: "invalid", because });
    answer(response, 400, { outcome: "invalid", because });
    return;
  }
  const verdict = await relay.receive(parsed.data);
  answer(response, statusOf[verdict.outcome], verdict);
}

/** undefined when it is too long; the rest is then not kept. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const stream: AsyncIterable<Uint8Array> = request;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) {
      chunks.push(chunk);
    }
  }
  return bytes > maxBodyBytes ? undefined : Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  if (!response.headersSent) {
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(body));
  }
}
