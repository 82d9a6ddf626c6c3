import { request } from "node:http";
import { type MetricsServer, startMetricsServer } from "./metrics-server";

let server: MetricsServer;

beforeEach(async () => {
  server = await startMetricsServer();
});

afterEach(async () => {
  await server.close();
});

const answered = (value: string): object => ({
  status: "success",
  data: { resultType: "vector", result: [{ metric: {}, value: [expect.any(Number), value] }] },
});

it("answers every instant query with the number that it was given, and remembers the queries", async () => {
  const ask = async (): Promise<unknown> => (await fetch(`${server.address}/prometheus/api/v1/query?query=sum(up)&time=1`)).json();
  expect(await ask()).toEqual(answered("0"));
  server.answer(12.5);
  expect(await ask()).toEqual(answered("12.5"));
  expect(server.queries()).toEqual(["sum(up)"]);
});

it("answers as a proxy in place of the server that is asked", async () => {
  const { hostname, port } = new URL(server.address);
  const path = "http://mimir.monitoring.svc.cluster.local/prometheus/api/v1/query?query=up";
  const text = await new Promise<string>((resolve, reject) => {
    request({ hostname, port, path, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on("end", () => {
        resolve(body);
      });
    })
      .on("error", reject)
      .end();
  });
  expect(JSON.parse(text)).toEqual(answered("0"));
});

it("answers nothing else", async () => {
  const statuses = await Promise.all(
    ["/", "/api/v1/query", "/api/v1/query_range?query=up"].map(async (path) => (await fetch(`${server.address}${path}`)).status),
  );
  expect(statuses).toEqual([404, 404, 404]);
});
