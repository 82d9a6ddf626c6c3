import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A Prometheus of one number, for controllers that ask one. */
export interface MetricsServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly address: string;
  /** From now on every query has this value. */
  answer(value: number): void;
  /** Queries that were asked so far, each once. */
  queries(): readonly string[];
  close(): Promise<void>;
}

/**
 * Answers instant queries of Prometheus' HTTP API on the loopback interface. It is a proxy as well, for requests without
 * TLS, and then answers itself in place of whichever server they are for: so a controller may ask the servers that its
 * objects name, of which a rehearsal has none.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries
 */
export async function startMetricsServer(): Promise<MetricsServer> {
  let current = 0;
  const asked = new Set<string>();
  const server = createServer((request, response) => {
    // Of a proxy the whole address is asked for.
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const query = searchParams.get("query");
    const found = pathname.endsWith("/api/v1/query") && query !== null;
    if (found) {
      asked.add(query);
    }
    response.writeHead(found ? 200 : 404, { "content-type": "application/json" });
    response.end(
      JSON.stringify(found ? vector(current) : { status: "error", errorType: "not_found", error: "only instant queries are answered" }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    address: `http://127.0.0.1:${portOf(server.address())}`,
    answer: (value) => {
      current = value;
    },
    queries: () => [...asked],
    close: async () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function vector(value: number): object {
  return {
    status: "success",
    data: { resultType: "vector", result: [{ metric: {}, value: [Math.floor(Date.now() / 1000), String(value)] }] },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") {
    throw new Error("the metrics server has no port");
  }
  return address.port;
}
