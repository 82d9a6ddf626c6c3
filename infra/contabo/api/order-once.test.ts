import { faultOnce, LoopbackApi, loopbackCredentials } from "../testing/loopback-api";
import { awaitRunning } from "./await-running";
import { Connection } from "./connection";
import { standInEndpoints } from "./endpoints";
import { imageIdOf } from "./images";
import { cancelInstance, type InstanceOrder } from "./instances";
import { orderOnce } from "./order-once";

let api: LoopbackApi;
let connection: Connection;

beforeEach(async () => {
  api = new LoopbackApi();
  let now = 0;
  connection = new Connection({
    credentials: loopbackCredentials,
    endpoints: standInEndpoints(await api.listen()),
    waiting: {
      now: () => now,
      sleep: async (milliseconds) => {
        now += milliseconds;
        return Promise.resolve();
      },
    },
  });
});

afterEach(async () => api.close());

const order: InstanceOrder = {
  displayName: "web-1",
  productId: "V92",
  region: "EU",
  imageId: "d64d5c6c-9dda-4e38-8174-0ee282474d8a",
  period: 1,
  sshKeys: [7],
  userData: "#cloud-config\n",
  defaultUser: "admin",
  privateNetworking: true,
};
const orders = /^\/v1\/compute\/instances$/;
const placed = (): readonly unknown[] => api.requestsTo("POST", orders).map(({ body }) => body);

describe("an order", () => {
  it("asks for exactly what is wanted", async () => {
    expect(await orderOnce(connection, order)).toEqual({ instanceId: 1001, how: "ordered" });
    expect(placed()).toEqual([
      {
        displayName: "web-1",
        productId: "V92",
        region: "EU",
        imageId: "d64d5c6c-9dda-4e38-8174-0ee282474d8a",
        period: 1,
        sshKeys: [7],
        userData: "#cloud-config\n",
        defaultUser: "admin",
        addOns: { privateNetworking: {} },
      },
    ]);
  });

  it("is not placed again when it is repeated, on whichever page the server is listed", async () => {
    api.account.pageSize = 2;
    for (const displayName of ["web-10", "web-11", "web-12", "web-13"]) {
      await orderOnce(connection, { ...order, displayName });
    }
    const { instanceId } = await orderOnce(connection, order);
    expect(await orderOnce(connection, order)).toEqual({ instanceId, how: "adopted" });
    expect(placed()).toHaveLength(5);
  });

  it.each([["the connection breaks", { kind: "lose" }]] as const)("is found again when %s after it was taken", async (_what, effect) => {
    api.faults.push(faultOnce("POST", orders, effect));
    expect(await orderOnce(connection, order)).toEqual({ instanceId: 1001, how: "adopted" });
    expect(placed()).toHaveLength(1);
  });

  it("that nobody has seen is not placed again in the same run, and is in the next", async () => {
    api.faults.push(faultOnce("POST", orders, { kind: "answer", status: 500 }));
    await expect(orderOnce(connection, order)).rejects.toThrow(
      /Whether web-1 was ordered is not known.*Nothing was ordered again.*run again/,
    );
    expect([placed().length, api.servers.length]).toEqual([1, 0]);
    expect((await orderOnce(connection, order)).how).toBe("ordered");
  });

  it("is placed again when it was refused for now", async () => {
    api.faults.push(faultOnce("POST", orders, { kind: "answer", status: 429 }));
    expect((await orderOnce(connection, order)).how).toBe("ordered");
    expect([placed().length, api.servers.length]).toEqual([2, 1]);
  });

  it("does not take a cancelled server for its own", async () => {
    const { instanceId } = await orderOnce(connection, order);
    expect(await cancelInstance(connection, instanceId)).toBe("2026-12-20");
    expect(await orderOnce(connection, order)).toEqual({ instanceId: instanceId + 1, how: "ordered" });
  });

  it("is not placed when two servers have the name", async () => {
    await orderOnce(connection, order);
    const [first] = api.account.instances;
    if (first !== undefined) {
      api.account.instances.push({ ...first, instanceId: 2002 });
    }
    await expect(orderOnce(connection, order)).rejects.toThrow("2 servers have that name (1001, 2002)");
    expect(placed()).toHaveLength(1);
  });

  it("is not placed when the name is another server's", async () => {
    await orderOnce(connection, order);
    await expect(orderOnce(connection, { ...order, productId: "V95" })).rejects.toThrow(
      "server 1001 has that name already and is another one (productId V92 instead of V95)",
    );
  });

  it.each([
    ["product", { productId: "V999" }, "HTTP 400: product V999 is not available"],
    ["image", { imageId: "00000000-0000-4000-8000-000000000000" }, "HTTP 404: image 00000000-0000-4000-8000-000000000000 not found"],
  ])("of an unknown %s is refused", async (_what, change, message) => {
    await expect(orderOnce(connection, { ...order, ...change })).rejects.toThrow(message);
    expect(api.servers).toEqual([]);
  });
});

describe("a server that is ordered", () => {
  it("is waited for, with a word every minute", async () => {
    api.account.provisioningPolls = 20;
    const said: string[] = [];
    const { instanceId } = await orderOnce(connection, order);
    const running = await awaitRunning(connection, instanceId, (message) => said.push(message));
    expect([running.status, running.address]).toEqual(["running", "203.0.113.1"]);
    expect(said).toEqual([1, 2, 3].map((minutes) => `server 1001: provisioning for ${minutes} min`));
  });

  it("is not waited for when it has failed", async () => {
    api.account.outcome = { status: "error", errorMessage: "no capacity" };
    const { instanceId } = await orderOnce(connection, order);
    await expect(awaitRunning(connection, instanceId, () => undefined)).rejects.toThrow(
      "server 1001 (web-1) is error: no capacity. Ask Contabo's support",
    );
  });

  it("is not waited for without end", async () => {
    api.account.provisioningPolls = 1000;
    const { instanceId } = await orderOnce(connection, order);
    await expect(awaitRunning(connection, instanceId, () => undefined)).rejects.toThrow("still provisioning after 45 minutes");
  });
});

describe("cancelling", () => {
  it("is done once, and is done already for what is gone", async () => {
    const { instanceId } = await orderOnce(connection, order);
    const cancellations = /\/cancel$/;
    expect([await cancelInstance(connection, instanceId), await cancelInstance(connection, instanceId)]).toEqual([
      "2026-12-20",
      "2026-12-20",
    ]);
    expect(api.requestsTo("POST", cancellations)).toHaveLength(1);
    expect(await cancelInstance(connection, 4711)).toBeUndefined();
  });
});

describe("an image", () => {
  it("is looked up by its name, on every page", async () => {
    api.account.pageSize = 1;
    expect(await imageIdOf(connection, "Debian-12")).toBe("5d7a5a5c-7a4f-4a53-a1b0-0f6f0d3c2a11");
    expect(await imageIdOf(connection, "5d7a5a5c-7a4f-4a53-a1b0-0f6f0d3c2a11")).toBe("5d7a5a5c-7a4f-4a53-a1b0-0f6f0d3c2a11");
  });

  it("of no name is refused, with what there is", async () => {
    await expect(imageIdOf(connection, "ubuntu-24.4")).rejects.toThrow('there is no image ubuntu-24.4: did you mean "ubuntu-24.04"?');
    await expect(imageIdOf(connection, "windows")).rejects.toThrow("Contabo has debian-12, ubuntu-22.04, ubuntu-24.04");
  });
});
