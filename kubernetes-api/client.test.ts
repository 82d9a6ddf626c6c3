import { z } from "zod";
import { kubernetesClient } from "./client";
import type { Connection } from "./connection";
import { listAll } from "./list";
import { type ApiServerBehaviour, type RunningApiServer, startApiServer } from "./testing/api-server";
import { selfSigned } from "./testing/certificate";

const path = "/api/v1/pods";
const schema = z.object({ metadata: z.object({ name: z.string() }) }).transform(({ metadata }) => metadata.name);
const names = Array.from({ length: 50 }, (_, index) => `pod-${index}`);
const objects = { [path]: names.map((name) => ({ metadata: { name } })) };

const running: RunningApiServer[] = [];

async function start(behaviour: Partial<ApiServerBehaviour>): Promise<RunningApiServer> {
  const server = await startApiServer({ objects, ...behaviour });
  running.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(async (server) => server.close()));
});

function connectTo(url: string, change: Partial<Connection> = {}): Connection {
  return {
    server: url,
    clusterName: "test",
    contextName: "admin@test",
    certificateAuthority: undefined,
    clientCertificate: undefined,
    clientKey: undefined,
    token: undefined,
    serverName: undefined,
    insecure: false,
    ...change,
  };
}

/** A client that does not really wait, and what it would have waited. */
function client(connection: Connection): { readonly client: ReturnType<typeof kubernetesClient>; readonly waits: readonly number[] } {
  const waits: number[] = [];
  const wait = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  return { client: kubernetesClient(connection, { wait }), waits };
}

async function list(server: RunningApiServer): ReturnType<typeof listAll<typeof schema>> {
  return listAll(client(connectTo(server.url)).client, path, schema);
}

describe("a list", () => {
  test("is read page by page", async () => {
    const server = await start({});
    expect(await list(server)).toEqual({ outcome: "read", items: names, unreadable: [] });
    expect(server.requests).toEqual([
      "GET /api/v1/pods?limit=500",
      "GET /api/v1/pods?limit=500&continue=20",
      "GET /api/v1/pods?limit=500&continue=40",
    ]);
  });

  test("starts again when the API server has forgotten where it was", async () => {
    const server = await start({ expiring: { [path]: 1 } });
    expect(await list(server)).toEqual({ outcome: "read", items: names, unreadable: [] });
    expect(server.requests.filter((request) => request === "GET /api/v1/pods?limit=500")).toHaveLength(2);
  });

  test("is read in one go when it is forgotten again and again", async () => {
    const server = await start({ expiring: { [path]: 99 } });
    expect(await list(server)).toEqual({ outcome: "read", items: names, unreadable: [] });
    expect(server.requests.at(-1)).toBe("GET /api/v1/pods?limit=0");
    expect(server.requests).toHaveLength(5);
  });

  test("that may not be read, or that is not served, is told apart", async () => {
    expect(await list(await start({ forbidden: [path] }))).toEqual({ outcome: "denied" });
    expect(await list(await start({ absent: [path] }))).toEqual({ outcome: "absent" });
  });

  test("goes on without an object that is not as documented, and names it", async () => {
    const server = await start({ objects: { [path]: [{ metadata: { name: "good" } }, { metadata: { name: 7 } }, { metadata: {} }] } });
    expect(await list(server)).toEqual({
      outcome: "read",
      items: ["good"],
      unreadable: [
        { id: "an object without a name", message: "metadata.name: Invalid input: expected string, received number" },
        { id: "an object without a name", message: "metadata.name: Invalid input: expected string, received undefined" },
      ],
    });
  });
});

describe("the client", () => {
  test("tries again when the API server is busy, as long as it is told to wait", async () => {
    const server = await start({ busy: { [path]: 2 } });
    const { client: patient, waits } = client(connectTo(server.url));
    expect((await patient.get(path)).status).toBe(200);
    expect(waits).toEqual([0, 0]);
  });

  test("gives up after four attempts", async () => {
    const server = await start({ busy: { [path]: 99 } });
    expect((await client(connectTo(server.url)).client.get(path)).status).toBe(429);
    expect(server.requests).toHaveLength(4);
  });

  test("says that credentials are not accepted, and never shows them", async () => {
    const server = await start({ token: "right" });
    const refused = client(connectTo(server.url, { token: "wrong-and-secret" })).client.get(path);
    await expect(refused).rejects.toThrow('does not accept the credentials of context "admin@test"');
    await expect(refused).rejects.not.toThrow("wrong-and-secret");
    expect((await client(connectTo(server.url, { token: "right" })).client.get(path)).status).toBe(200);
  });

  test("says that nothing listens", async () => {
    const server = await start({});
    await server.close();
    await expect(client(connectTo(server.url)).client.get(path)).rejects.toThrow("nothing listens there");
  });
});

describe("over TLS", () => {
  const tls = selfSigned("server");
  const authority = Buffer.from(tls.certificate);

  test("the kubeconfig's authority is what is trusted", async () => {
    const { url } = await start({ tls });
    expect((await client(connectTo(url, { certificateAuthority: authority })).client.get(path)).status).toBe(200);
  });

  test("another authority is not", async () => {
    const { url } = await start({ tls });
    const other = Buffer.from(selfSigned("other").certificate);
    await expect(client(connectTo(url, { certificateAuthority: other })).client.get(path)).rejects.toThrow(
      "the kubeconfig's certificate authority did not issue its certificate",
    );
    await expect(client(connectTo(url)).client.get(path)).rejects.toThrow("did not issue its certificate");
  });

  test("nothing is checked only where the kubeconfig says so", async () => {
    const { url } = await start({ tls });
    expect((await client(connectTo(url, { insecure: true })).client.get(path)).status).toBe(200);
  });

  test("a client certificate is shown", async () => {
    const me = selfSigned("me");
    const { url } = await start({ tls: { ...tls, clientAuthority: me.certificate } });
    const connection = connectTo(url, {
      certificateAuthority: authority,
      clientCertificate: Buffer.from(me.certificate),
      clientKey: Buffer.from(me.key),
    });
    expect((await client(connection).client.get(path)).status).toBe(200);
    await expect(client(connectTo(url, { certificateAuthority: authority })).client.get(path)).rejects.toThrow("cannot be read");
  });
});
