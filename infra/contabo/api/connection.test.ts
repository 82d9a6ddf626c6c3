import { faultOnce, LoopbackApi, loopbackCredentials } from "../testing/loopback-api";
import { Connection } from "./connection";
import { standInEndpoints } from "./endpoints";
import { ContaboError, UncertainError } from "./errors";
import { instancesNamed } from "./instances";

let api: LoopbackApi;
let url: string;
let slept: number[];

beforeEach(async () => {
  api = new LoopbackApi();
  url = await api.listen();
  slept = [];
});

afterEach(async () => api.close());

const list = /^\/v1\/compute\/instances/;

function connect(credentials = loopbackCredentials, timeoutMilliseconds = 5000): Connection {
  let now = 0;
  return new Connection({
    credentials,
    endpoints: standInEndpoints(url),
    timeoutMilliseconds,
    waiting: {
      now: () => now,
      sleep: async (milliseconds) => {
        slept.push(milliseconds);
        now += milliseconds;
        return Promise.resolve();
      },
    },
  });
}

describe("a call", () => {
  it("carries a token and an id of its own", async () => {
    const connection = connect();
    await instancesNamed(connection, "web-1");
    await instancesNamed(connection, "web-1");
    const [login, ...calls] = api.requests;
    expect([login?.method, login?.path, login?.body]).toEqual([
      "POST",
      "/auth/realms/contabo/protocol/openid-connect/token",
      {
        client_id: "client-id",
        client_secret: "client-secret-value",
        username: "ops@example.com",
        password: "api-password-value",
        grant_type: "password",
      },
    ]);
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array(2).fill("GET /v1/compute/instances?displayName=web-1&page=1&size=100"),
    );
    const ids = calls.map(({ headers }) => headers["x-request-id"]);
    expect(new Set(ids).size).toBe(2);
  });

  it("gets a new token when the old one is refused, once", async () => {
    const connection = connect();
    await instancesNamed(connection, "web-1");
    api.expireTokens();
    await instancesNamed(connection, "web-1");
    expect(api.requestsTo("POST", /\/token$/)).toHaveLength(2);
    api.faults.push(faultOnce("GET", list, { kind: "answer", status: 401 }, 99));
    await expect(instancesNamed(connection, "web-1")).rejects.toThrow("looking for web-1: HTTP 401: fault of a test");
  });

  it("gets a new token before the old one is too old", async () => {
    const connection = connect();
    await instancesNamed(connection, "web-1");
    await connection.waiting.sleep(269_000);
    await instancesNamed(connection, "web-1");
    expect(api.requestsTo("POST", /\/token$/)).toHaveLength(1);
    await connection.waiting.sleep(2_000);
    await instancesNamed(connection, "web-1");
    expect(api.requestsTo("POST", /\/token$/)).toHaveLength(2);
  });

  it("waits as long as a busy server asks for", async () => {
    api.faults.push(
      faultOnce("GET", list, { kind: "answer", status: 429, headers: { "retry-after": "7" } }),
      faultOnce("GET", list, { kind: "answer", status: 429 }),
    );
    await instancesNamed(connect(), "web-1");
    expect(slept).toEqual([7000, 2000]);
  });

  it("is tried six times when the server fails, with the same waits every time", async () => {
    api.faults.push(faultOnce("GET", list, { kind: "answer", status: 500, message: "internal" }, 99));
    await expect(instancesNamed(connect(), "web-1")).rejects.toThrow(
      /^looking for web-1: HTTP 500: internal \(request [0-9a-f-]{36}\)\. Contabo has a fault/,
    );
    expect(slept).toEqual([1000, 2000, 4000, 8000, 16_000]);
  });

  it("is tried again when the connection breaks", async () => {
    api.faults.push(faultOnce("GET", list, { kind: "lose" }));
    await instancesNamed(connect(), "web-1");
    expect(api.requestsTo("GET", list)).toHaveLength(2);
  });

  it("says which server cannot be reached", async () => {
    const connection = connect();
    await api.close();
    await expect(instancesNamed(connection, "web-1")).rejects.toThrow(
      /^logging in to Contabo: 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)/,
    );
  });

  it("that may not be repeated is not, and nobody claims to know what became of it", async () => {
    const order = { what: "ordering web-1", method: "POST" as const, path: "/v1/compute/instances", body: {}, repeatable: false };
    for (const effect of [{ kind: "lose" }, { kind: "answer", status: 502 }] as const) {
      api.faults.unshift(faultOnce("POST", list, effect));
      await expect(connect().call(order)).rejects.toBeInstanceOf(UncertainError);
    }
    expect(api.requestsTo("POST", list)).toHaveLength(2);
  });

  it("shows no secret in what it says", async () => {
    const userData = "#cloud-config\ntoken: very-secret-token\n";
    api.faults.push(
      faultOnce("POST", list, {
        kind: "answer",
        status: 400,
        message: "bad: token: very-secret-token, client-secret-value, api-password-value",
      }),
    );
    const call = connect().call({
      what: "ordering",
      method: "POST",
      path: "/v1/compute/instances",
      body: {},
      repeatable: false,
      secrets: [userData],
    });
    await expect(call).rejects.toThrow("ordering: HTTP 400: bad: [secret], [secret], [secret] (request ");
  });
});

describe("a login", () => {
  it("with a wrong password says what to compare, and not the password", async () => {
    const failure = await instancesNamed(connect({ ...loopbackCredentials, password: "wrong-password" }), "web-1").catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ContaboError);
    expect(String(failure)).toContain("client or password is wrong. Compare berth:contaboClientId");
    expect(String(failure)).not.toContain("wrong-password");
    expect(slept).toEqual([]);
  });

  it("is tried again when the server fails", async () => {
    api.faults.push(faultOnce("POST", /\/token$/, { kind: "answer", status: 503 }, 2));
    await instancesNamed(connect(), "web-1");
    expect(slept).toEqual([1000, 2000]);
  });
});

it("speaks with nobody but Contabo and this machine", () => {
  expect(() => standInEndpoints("http://contabo.example.com:80")).toThrow("is no address on this machine");
});
