import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { connectCluster } from "./connect-cluster";
import type { ClusterApi, KubernetesObject } from "./cluster-api";

interface Answered {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Handler = (request: { readonly line: string; readonly body: unknown; readonly type: string | undefined }) => Answered;

const core = {
  resources: [
    { name: "pods", kind: "Pod", namespaced: true },
    { name: "pods/eviction", kind: "Eviction", namespaced: true },
    { name: "nodes", kind: "Node", namespaced: false },
  ],
};
const pod: KubernetesObject = { apiVersion: "v1", kind: "Pod", metadata: { namespace: "apps", name: "web" } };
const name = z
  .object({ kind: z.string(), metadata: z.object({ name: z.string() }) })
  .transform((object) => `${object.kind} ${object.metadata.name}`);
const failure = (status: number, reason: string, more: object = {}): Answered => ({
  status,
  body: { kind: "Status", status: "Failure", message: `${reason}!`, reason, ...more },
});

let server: Server;
let api: ClusterApi;
let lines: string[];
let handler: Handler;

beforeEach(async () => {
  lines = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const line = `${request.method ?? ""} ${request.url ?? ""}`;
    lines.push(line);
    const body = await text(request);
    const parsed: unknown = body === "" ? undefined : JSON.parse(body);
    const known = line === "GET /api/v1" ? { body: core } : handler({ line, body: parsed, type: request.headers["content-type"] });
    response.writeHead(known.status ?? 200, { "content-type": "application/json", ...known.headers });
    response.end(JSON.stringify(known.body ?? pod));
  };
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  api = connectCluster(
    {
      server: `http://127.0.0.1:${port}`,
      clusterName: "test",
      contextName: "test",
      certificateAuthority: undefined,
      clientCertificate: undefined,
      clientKey: undefined,
      token: undefined,
      serverName: undefined,
      insecure: false,
    },
    { pageSize: 2, fieldManager: "test" },
  );
});

afterEach(async () => {
  api.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("paths", () => {
  it("asks once how a group's kinds are served", async () => {
    handler = () => ({});
    await api.get({ apiVersion: "v1", kind: "Pod", namespace: "apps", name: "web" });
    await api.get({ apiVersion: "v1", kind: "Pod", name: "web" });
    await api.get({ apiVersion: "v1", kind: "Node", namespace: "ignored", name: "n1" });
    expect(lines).toEqual([
      "GET /api/v1",
      "GET /api/v1/namespaces/apps/pods/web",
      "GET /api/v1/namespaces/default/pods/web",
      "GET /api/v1/nodes/n1",
    ]);
    api.forgetKinds();
    await api.get({ apiVersion: "v1", kind: "Node", name: "n1" });
    expect(lines.slice(4)).toEqual(["GET /api/v1", "GET /api/v1/nodes/n1"]);
  });

  it("never remembers that a kind is not there", async () => {
    let resources: readonly object[] = [];
    handler = ({ line }) => (line === "GET /apis/example.com/v1" ? { body: { resources } } : {});
    const widget = { apiVersion: "example.com/v1", kind: "Widget", name: "one" };
    expect(await api.get(widget)).toBeUndefined();
    await api.delete(widget);
    await expect(api.patch(widget, {})).rejects.toMatchObject({
      status: 404,
      message: "the API server does not serve example.com/v1 Widget",
    });
    resources = [{ name: "widgets", kind: "Widget", namespaced: true }];
    expect(await api.get(widget)).toEqual(pod);
    expect(lines.at(-1)).toBe("GET /apis/example.com/v1/namespaces/default/widgets/one");
  });

  it("takes a group that is not served for one without kinds", async () => {
    handler = () => failure(404, "NotFound");
    await expect(api.list({ apiVersion: "example.com/v1", kind: "Widget" }, z.unknown())).rejects.toMatchObject({ reason: "NotFound" });
  });
});

describe("writes", () => {
  const cases: readonly (readonly [string, () => Promise<unknown>, string, string])[] = [
    [
      "apply",
      async () => api.apply(pod, { fieldManager: "me" }),
      "PATCH /api/v1/namespaces/apps/pods/web?fieldManager=me&fieldValidation=Strict&force=false",
      "application/apply-patch+yaml",
    ],
    [
      "apply of a status, by force, to see what would be",
      async () => api.apply(pod, { fieldManager: "me", force: true, subresource: "status", dryRun: true }),
      "PATCH /api/v1/namespaces/apps/pods/web/status?fieldManager=me&fieldValidation=Strict&force=true&dryRun=All",
      "application/apply-patch+yaml",
    ],
    [
      "create",
      async () => api.create(pod),
      "POST /api/v1/namespaces/apps/pods?fieldManager=test&fieldValidation=Strict",
      "application/json",
    ],
    [
      "patch",
      async () => api.patch({ apiVersion: "v1", kind: "Pod", name: "web" }, pod, "scale"),
      "PATCH /api/v1/namespaces/default/pods/web/scale?fieldManager=test&fieldValidation=Strict",
      "application/merge-patch+json",
    ],
  ];
  it.each(cases)("%s", async (_, write, line, type) => {
    const seen: unknown[] = [];
    handler = (request) => {
      seen.push(request);
      return {};
    };
    expect(await write()).toEqual(pod);
    expect(seen).toEqual([{ line, body: pod, type }]);
  });

  it("say what the API server said", async () => {
    handler = () => failure(422, "Invalid");
    await expect(api.create(pod)).rejects.toMatchObject({ name: "ApiError", status: 422, reason: "Invalid", message: "Invalid!" });
    handler = () => ({ status: 400, body: "nonsense" });
    await expect(api.create(pod)).rejects.toMatchObject({ status: 400, reason: "", message: "the API server answered with status 400" });
  });

  it("delete with options, and never mind what is gone", async () => {
    const bodies: unknown[] = [];
    handler = ({ body }) => {
      bodies.push(body);
      return bodies.length === 1 ? {} : failure(404, "NotFound");
    };
    const reference = { apiVersion: "v1", kind: "Pod", name: "web" };
    await api.delete(reference, { gracePeriodSeconds: 0, propagation: "Foreground" });
    await api.delete(reference);
    expect(bodies).toEqual([
      { apiVersion: "v1", kind: "DeleteOptions", gracePeriodSeconds: 0, propagationPolicy: "Foreground" },
      { apiVersion: "v1", kind: "DeleteOptions" },
    ]);
    handler = () => failure(403, "Forbidden");
    await expect(api.delete(reference)).rejects.toMatchObject({ status: 403 });
  });
});

describe("lists", () => {
  const page = (token: string, ...names: readonly string[]): Answered => ({
    body: { metadata: { continue: token }, items: names.map((each) => ({ metadata: { name: each } })) },
  });

  it("are read page by page, each item with its kind", async () => {
    handler = ({ line }) => (line.includes("continue=x") ? page("", "c") : page("x", "a", "b"));
    expect(await api.list({ apiVersion: "v1", kind: "Pod", labelSelector: "app=web" }, name)).toEqual(["Pod a", "Pod b", "Pod c"]);
    expect(lines.slice(1)).toEqual([
      "GET /api/v1/pods?limit=2&labelSelector=app%3Dweb",
      "GET /api/v1/pods?limit=2&labelSelector=app%3Dweb&continue=x",
    ]);
  });

  it("of one namespace; Go writes an empty one as null", async () => {
    handler = () => ({ body: { metadata: {}, items: null } });
    expect(await api.list({ apiVersion: "v1", kind: "Pod", namespace: "apps" }, name)).toEqual([]);
    expect(lines.at(-1)).toBe("GET /api/v1/namespaces/apps/pods?limit=2");
  });

  it("begin anew when the API server has forgotten, at last in one go", async () => {
    handler = ({ line }) =>
      line.includes("continue") ? failure(410, "Expired") : line.includes("limit=0") ? page("", "a", "b") : page("x", "a");
    expect(await api.list({ apiVersion: "v1", kind: "Node" }, name)).toEqual(["Node a", "Node b"]);
    expect(lines.filter((line) => line === "GET /api/v1/nodes?limit=2")).toHaveLength(3);
  });
});

describe("evictions", () => {
  const guarded = failure(429, "TooManyRequests", { details: { causes: [{ reason: "DisruptionBudget" }] } });
  it.each<[string, Answered, unknown]>([
    ["happen", { status: 201 }, "evicted"],
    ["are not needed any more", failure(404, "NotFound"), "gone"],
    ["are refused by a budget, and asked for once", guarded, { refused: "TooManyRequests!" }],
  ])("%s", async (_, answer, expected) => {
    handler = () => answer;
    expect(await api.evict({ namespace: "apps", name: "web" })).toEqual(expected);
    expect(lines).toEqual(["POST /api/v1/namespaces/apps/pods/web/eviction"]);
  });
});

describe("a binding", () => {
  it("gives a pod its node", async () => {
    handler = () => ({ status: 201 });
    await api.bind({ namespace: "apps", name: "web" }, "n1");
    expect(lines).toEqual(["POST /api/v1/namespaces/apps/pods/web/binding"]);
  });

  it("is told when it is refused", async () => {
    handler = () => failure(409, "Conflict");
    await expect(api.bind({ namespace: "apps", name: "web" }, "n1")).rejects.toThrow("Conflict!");
  });
});

describe("what passes", () => {
  it("is tried again", async () => {
    let busy = 2;
    handler = () => (busy-- > 0 ? { ...failure(429, "TooManyRequests"), headers: { "retry-after": "0" } } : {});
    expect(await api.create(pod)).toEqual(pod);
    expect(lines).toHaveLength(4);
  });

  it("is told when it does not", async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(api.get({ apiVersion: "v1", kind: "Pod", name: "web" })).rejects.toMatchObject({
      name: "ApiError",
      status: 0,
      reason: "Unreachable",
    });
  });
});
