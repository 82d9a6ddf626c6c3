import { z } from "zod";
import { type BurstStack, openBurstStack } from "./testing/burst-stack";
import { operationLimit } from "./testing/isolated";
import { openRemoteServer, type RemoteServer } from "./testing/remote-server";

/**
 * The homelab peered with a cluster that rents nodes, and without again, on the real engine with every policy; stand-ins
 * for AWS and both clusters, and the real dynamic providers. The tests go in this order.
 */
let server: RemoteServer;
let stack: BurstStack;

beforeAll(async () => {
  server = await openRemoteServer();
  stack = await openBurstStack(() => {
    server.watch();
  });
  stack.setMode("federation");
}, 600_000);

afterAll(async () => {
  stack.close();
  await server.close();
});

const stateSchema = z.object({
  deployment: z.object({ resources: z.array(z.object({ type: z.string(), urn: z.string() })).default([]) }),
});

/** What would be of no use without the other cluster, in the state as it would be exported. */
async function federated(): Promise<readonly string[]> {
  const { deployment } = stateSchema.parse(await stack.engine.state());
  return deployment.resources.flatMap(({ type, urn }) =>
    /aws|karpenter|liqo\.io|k3s|wireguard|berth:cloud/i.test(`${type} ${urn}`) ? [urn] : [],
  );
}

it(
  "comes up, with both ends of the peering, and has nothing to do the second time",
  async () => {
    const { outcome, violations, diagnostics } = await stack.engine.up();
    expect({ outcome, violations, diagnostics }).toEqual({ outcome: "fine", violations: [], diagnostics: [] });
    expect(server.booted()).toBe(1);
    const names = (await federated()).map((urn) => urn.split("::").at(-1));
    expect(names).toEqual(
      expect.arrayContaining(["burst-cluster-server", "burst-peering-server", "burst-peering-client", "burst-peering-node"]),
    );
    expect((await stack.engine.up()).steps).toEqual([]);
  },
  3 * operationLimit,
);

it(
  "leaves nothing behind when bursts are switched off, in AWS or of Liqo",
  async () => {
    stack.setMode("off");
    const { outcome, diagnostics } = await stack.engine.up();
    expect({ outcome, diagnostics }).toEqual({ outcome: "fine", diagnostics: [] });
    expect(await federated()).toEqual([]);
  },
  2 * operationLimit,
);
