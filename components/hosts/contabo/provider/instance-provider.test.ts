import { z } from "zod";
import { standInVariable } from "../../../../infra/contabo/api/endpoints";
import { faultOnce, LoopbackApi, loopbackCredentials } from "../../../../infra/contabo/testing/loopback-api";
import { PartlyMadeError } from "../../../dynamic/partly-made";
import { instanceProvider as provider } from "./instance-provider";
import { credentialSettings } from "./session";

let api: LoopbackApi;
let said: string[];
const settings: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(credentialSettings).map(([key, name]) => [
    `berth:${name}`,
    Object.entries(loopbackCredentials).find(([each]) => each === key)?.[1] ?? "",
  ]),
);

async function configure(values: Readonly<Record<string, string>>): Promise<void> {
  const get = (key: string): string | undefined => values[key];
  await provider.configure?.({ config: { get, require: (key) => get(key) ?? "" } });
}

beforeEach(async () => {
  api = new LoopbackApi();
  process.env[standInVariable] = await api.listen();
  said = [];
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, "write").mockImplementation((text) => said.push(String(text)) > 0);
  }
  await configure(settings);
});

afterEach(async () => {
  jest.restoreAllMocks();
  Reflect.deleteProperty(process.env, standInVariable);
  await api.close();
});

const inputs = {
  displayName: "web-1",
  productId: "V92",
  region: "EU",
  period: 1,
  image: "ubuntu-24.04",
  userData: "#cloud-config\n",
  sshKeys: [7],
  __provider: "module",
};

const properties = z.record(z.string(), z.unknown());
const createdSchema = z.object({ id: z.string(), outs: properties }).transform(({ id, outs }) => ({ id, state: outs }));

/** What an update leaves in the state. */
async function updated(
  id: string,
  olds: Readonly<Record<string, unknown>>,
  news: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  return properties.parse((await provider.update?.(id, olds, news))?.outs);
}

/** Orders the server, and reads the state as Pulumi would keep it. */
async function created(): Promise<{ readonly id: string; readonly state: Record<string, unknown> }> {
  return createdSchema.parse(await provider.create(inputs));
}

describe("creating", () => {
  it("orders, waits and keeps what Contabo says", async () => {
    expect(await created()).toEqual({
      id: "1001",
      state: {
        ...inputs,
        instanceId: 1001,
        imageId: "d64d5c6c-9dda-4e38-8174-0ee282474d8a",
        address: "203.0.113.1",
        status: "running",
        cpuCores: 4,
        ramMb: 8192,
        diskMb: 153_600,
      },
    });
    expect(said).toEqual(["web-1: ordered as server 1001; it usually runs within 10 minutes\n"]);
  });

  it("takes over what a run ordered that was cut off, and says so", async () => {
    await created();
    expect((await created()).id).toBe("1001");
    expect(api.servers).toHaveLength(1);
    expect(said.at(-1)).toBe("web-1: server 1001 was ordered before and is taken over; nothing is ordered\n");
  });

  it("keeps a server that does not come up in the state, and waits for it the next time", async () => {
    api.account.outcome = { status: "error", errorMessage: "no capacity" };
    const failure = await created().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartlyMadeError);
    expect(failure).toMatchObject({
      id: "1001",
      properties: { ...inputs, instanceId: 1001 },
      reasons: [expect.stringContaining("server 1001 (web-1) is error: no capacity")],
    });
    const [server] = api.account.instances;
    Object.assign(server ?? {}, { status: "running" });
    const kept = failure instanceof PartlyMadeError ? failure.properties : {};
    expect(await updated("1001", kept, inputs)).toMatchObject({ status: "running", address: "203.0.113.1" });
    expect(api.servers).toHaveLength(1);
  });

  it("says when it is given less than the plan counts on", async () => {
    api.account.cpuCores = 3;
    await created();
    expect(said.at(-1)).toMatch(
      /^warning: web-1: has 3 processors and 8192 MiB; the table of products says 4 and 8192 for V92, and the plan counts on those/,
    );
  });

  it("names every credential that is missing", async () => {
    await configure({ "berth:contaboUser": "ops@example.com" });
    await expect(created()).rejects.toThrow(
      "not set: contaboClientId, contaboClientSecret, contaboPassword. Run: pulumi config set --secret berth:<name>",
    );
  });
});

describe("a change", () => {
  const diff = async (change: Readonly<Record<string, unknown>>): Promise<unknown> =>
    provider.diff?.("1001", inputs, { ...inputs, ...change });
  const check = async (change: Readonly<Record<string, unknown>>): Promise<unknown> =>
    (await provider.check?.(inputs, { ...inputs, ...change }))?.failures?.map(({ property, reason }) => [property, reason]);

  it.each([
    ["name", { displayName: "web-2" }, true],
    ["reinstall", { reinstall: "2026-11-21" }, true],
    ["private networking", { privateNetworking: true }, true],
    ["period, which counts once,", { period: 12 }, false],
    ["nothing", {}, false],
  ])("of %s is made: %s", async (_what, change, changes) => {
    expect(await diff(change)).toEqual({ changes });
    expect(said).toEqual([]);
  });

  it.each([
    ["image", { image: "debian-12" }],
    ["userData", { userData: "#cloud-config\nruncmd: []\n" }],
    ["sshKeys", { sshKeys: [8] }],
    ["rootPassword", { rootPassword: 9 }],
  ])("of %s is not, and that is said", async (name, change) => {
    expect(await diff(change)).toEqual({ changes: false });
    expect(said).toEqual([expect.stringMatching(new RegExp(`^warning: web-1 \\(1001\\): ignored: ${name} changed`))]);
  });

  it("of product or region is refused: it would be another server", async () => {
    expect(await check({ productId: "V95" })).toEqual([["productId", expect.stringContaining("cannot be changed from V92 to V95")]]);
    expect(await check({ region: "UK", displayName: "web-2" })).toEqual([
      ["region", expect.stringContaining("Add a server under another name")],
    ]);
    expect(await check({ displayName: "web-2" })).toEqual([]);
  });
});

describe("updating", () => {
  it("renames in place, and remembers the system as it was installed", async () => {
    const { id, state } = await created();
    const outs = await updated(id, state, { ...inputs, displayName: "web-2", image: "debian-12" });
    expect(outs).toMatchObject({ displayName: "web-2", image: "ubuntu-24.04", imageId: state["imageId"] });
    expect(api.requestsTo("PATCH", /1001$/).map(({ body }) => body)).toEqual([{ displayName: "web-2" }]);
    expect(api.requestsTo("PUT", /./)).toEqual([]);
  });

  it("installs anew when told to, once", async () => {
    const { id, state } = await created();
    const changed = { ...inputs, image: "debian-12", userData: "#cloud-config\nnew: true\n", reinstall: "2026-11-21" };
    const outs = await updated(id, state, changed);
    expect(outs).toMatchObject({ image: "debian-12", reinstall: "2026-11-21", status: "running" });
    expect(api.requestsTo("PUT", /1001$/).map(({ body }) => body)).toEqual([
      { imageId: "5d7a5a5c-7a4f-4a53-a1b0-0f6f0d3c2a11", userData: "#cloud-config\nnew: true\n", sshKeys: [7] },
    ]);
    await provider.update?.(id, { ...state, ...outs }, { ...changed, displayName: "web-2" });
    expect(api.requestsTo("PUT", /1001$/)).toHaveLength(1);
  });

  it("orders the extra for private networks", async () => {
    const { id, state } = await created();
    await provider.update?.(id, state, { ...inputs, privateNetworking: true });
    expect(api.requestsTo("POST", /upgrade$/).map(({ body }) => body)).toEqual([{ privateNetworking: {} }]);
  });
});

describe("reading", () => {
  it("takes over what was changed in the customer panel", async () => {
    const { id, state } = await created();
    Object.assign(api.account.instances[0] ?? {}, { displayName: "renamed" });
    expect((await provider.read?.(id, state))?.props).toEqual({ ...state, displayName: "renamed" });
  });

  it("does not count on what is gone or cancelled", async () => {
    const { id, state } = await created();
    await provider.delete?.(id, state);
    expect(await provider.read?.(id, state)).toEqual({});
    expect(said.at(-1)).toBe("warning: server 1001 is no longer counted on; it is cancelled and billed until 2026-12-20\n");
    expect(await provider.read?.("4711", state)).toEqual({});
  });
});

describe("deleting", () => {
  it("cancels, says what that does not save, and shuts down what would stay a node", async () => {
    const { id, state } = await created();
    await provider.delete?.(id, state);
    expect(said.at(-1)).toBe(
      "web-1 (1001): cancelled. It is billed until 2026-12-20: cancelling saves nothing before that day, and its disk is lost then\n",
    );
    expect(api.account.instances.map(({ cancelDate, status }) => [cancelDate, status])).toEqual([["2026-12-20", "stopped"]]);
  });

  it("is done when the contract is cancelled, whether or not it can be shut down", async () => {
    const { id, state } = await created();
    api.faults.push(faultOnce("POST", /shutdown$/, { kind: "answer", status: 409, message: "locked" }));
    await provider.delete?.(id, state);
    expect(said.at(-1)).toMatch(
      /^warning: web-1 \(1001\): still runs, and may still be a node: shutting server 1001 down: HTTP 409: locked/,
    );
  });

  it("is done already for what is gone", async () => {
    await provider.delete?.("4711", { displayName: "web-9" });
    expect(said).toEqual(["web-9 (4711): is gone already\n"]);
  });
});
