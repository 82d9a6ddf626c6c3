import { faultOnce, LoopbackApi, loopbackCredentials } from "../testing/loopback-api";
import { Connection } from "./connection";
import { standInEndpoints } from "./endpoints";
import { assignInstances, deleteNetwork, findNetwork, makeNetwork, renameNetwork } from "./private-networks";
import { changeSecret, deleteSecret, secretExists, storeSecret } from "./secrets";
import { fastTime } from "./waiting";

let api: LoopbackApi;
let connection: Connection;

beforeEach(async () => {
  api = new LoopbackApi();
  connection = new Connection({ credentials: loopbackCredentials, endpoints: standInEndpoints(await api.listen()), waiting: fastTime });
});

afterEach(async () => api.close());

describe("a secret", () => {
  const secret = { name: "ops", type: "ssh", value: "ssh-ed25519 AAAA" } as const;

  it("is stored once, changed in place and deleted", async () => {
    const id = await storeSecret(connection, secret);
    expect(await storeSecret(connection, { ...secret, value: "ssh-ed25519 BBBB" })).toBe(id);
    expect(api.account.secrets).toEqual([{ secretId: id, name: "ops", type: "ssh", value: "ssh-ed25519 BBBB" }]);
    await changeSecret(connection, id, { name: "operators", value: "ssh-ed25519 CCCC" });
    expect(api.account.secrets).toEqual([{ secretId: id, name: "operators", type: "ssh", value: "ssh-ed25519 CCCC" }]);
    await deleteSecret(connection, id);
    await deleteSecret(connection, id);
    expect(await secretExists(connection, id)).toBe(false);
  });

  it("is found again when the answer is lost", async () => {
    api.faults.push(faultOnce("POST", /^\/v1\/secrets$/, { kind: "lose" }));
    expect(await storeSecret(connection, secret)).toBe(1001);
    expect(api.account.secrets).toHaveLength(1);
  });
});

describe("a private network", () => {
  const network = { name: "mesh", description: "", region: "EU" } as const;

  it("is made once, renamed in place, and has the servers that it is to have", async () => {
    const { privateNetworkId: id, cidr } = await makeNetwork(connection, network);
    expect([cidr, (await makeNetwork(connection, network)).privateNetworkId]).toEqual(["10.0.0.0/22", id]);
    await assignInstances(connection, id, [1, 2]);
    await assignInstances(connection, id, [2, 3]);
    expect((await findNetwork(connection, id))?.instances).toEqual([{ instanceId: 2 }, { instanceId: 3 }]);
    expect(api.requestsTo("POST", /\/instances\//).map(({ path }) => path.split("/").at(-1))).toEqual(["1", "2", "3"]);
    await renameNetwork(connection, id, { ...network, name: "mesh-2" });
    await deleteNetwork(connection, id);
    expect(api.account.networks).toEqual([]);
    expect(await findNetwork(connection, id)).toBeUndefined();
  });

  it("is found again when the answer is lost", async () => {
    api.faults.push(faultOnce("POST", /^\/v1\/private-networks$/, { kind: "lose" }));
    expect((await makeNetwork(connection, network)).privateNetworkId).toBe(1001);
    expect(api.account.networks).toHaveLength(1);
  });
});
