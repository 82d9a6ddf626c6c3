import { fastTime } from "../../../infra/contabo/api/waiting";
import type { LoopbackInstance } from "../../../infra/contabo/testing/loopback-account";
import { firstBoot } from "./first-boot";
import { newIdentity } from "./identity-provider";
import { defaultK3sSettings } from "./k3s-settings";
import { awaitNodes, readinessProvider } from "./readiness-provider";
import { k3sHardware } from "./testing/k3s-hardware";
import { LoopbackCluster } from "./testing/loopback-cluster";

const hardware = k3sHardware(3);
const identity = newIdentity("mesh", new Date());
const instances: LoopbackInstance[] = hardware.machines.map((machine, index) => ({
  instanceId: index + 1,
  displayName: machine.name,
  productId: "V92",
  region: "EU",
  imageId: "",
  cancelDate: null,
  status: "running",
  addOns: [],
  pollsLeft: 0,
  userData: firstBoot({ machine, hardware, identity, settings: defaultK3sSettings, join: index === 0 ? undefined : "203.0.113.1" }),
}));

let cluster: LoopbackCluster;
let port: number;
let running: readonly LoopbackInstance[];

beforeEach(async () => {
  running = instances;
  cluster = new LoopbackCluster(() => running);
  port = Number((await cluster.listen()).split(":")[1]);
  cluster.boot();
});

afterEach(async () => cluster.close());

const args = { address: "203.0.113.1", ...identity, nodes: hardware.machines.map(({ name }) => name) };
const wait = async (change: Partial<typeof args> = {}): Promise<void> =>
  awaitNodes({ ...args, ...change }, { host: "127.0.0.1", port, waiting: fastTime });

it("is there when every node is ready, and its certificates are those of the first boot", async () => {
  await expect(wait()).resolves.toBeUndefined();
});

it("names the nodes that are missing, and where to look", async () => {
  running = instances.slice(0, 2);
  await expect(wait()).rejects.toThrow(
    'the cluster at 203.0.113.1 is not ready after 20 minutes: not ready: mesh-node-3. Look on the server at /var/log/cloud-init-output.log and "journalctl -u k3s"',
  );
});

it("does not speak with a server of another authority", async () => {
  const { serverCaCertificate } = newIdentity("mesh", new Date());
  await expect(wait({ serverCaCertificate })).rejects.toThrow(/not ready after 20 minutes: .*certificate/);
});

it("waits again for other nodes, and for nothing else", async () => {
  const diff = async (change: Partial<typeof args>) => readinessProvider.diff?.("ready", args, { ...args, ...change });
  expect(await diff({ nodes: ["mesh-node-1"] })).toEqual({ changes: true });
  expect(await diff({ address: "203.0.113.2" })).toEqual({ changes: false });
});
