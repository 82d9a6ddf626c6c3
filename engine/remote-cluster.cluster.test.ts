import { z } from "zod";
import { RemoteCluster } from "../components/cloud/federation/remote-cluster";
import { burstPoolOf } from "../infra/burst/burst-pool";
import { burstSchema } from "../infra/burst/burst-schema";
import { validBurst } from "../infra/burst/testing/valid-burst";
import { validFederation } from "../infra/burst/testing/valid-federation";
import type { IsolatedEngine } from "./engine";
import { openTestStack, operationLimit } from "./testing/isolated";
import { openRemoteServer, type RemoteServer } from "./testing/remote-server";

/**
 * A remote cluster on the real engine, with stand-ins for AWS and Kubernetes and the real dynamic providers: it is made,
 * found ready with the certificates of its first boot, and taken away. The tests go in this order.
 */
let server: RemoteServer;
let engine: IsolatedEngine;

/** What the tests change of the program. */
const wanted = { mode: "federation", k3sVersion: "v1.35.4+k3s1" };

async function program(): Promise<Record<string, unknown>> {
  server.watch();
  if (wanted.mode === "off") {
    return Promise.resolve({});
  }
  const federation = { ...validFederation, k3sVersion: wanted.k3sVersion };
  const remote = new RemoteCluster("remote", {
    clusterName: "homelab",
    account: { accountId: "111122223333", issuerBucket: "homelab-issuer", budgetEmails: ["me@example.com"] },
    pool: burstPoolOf(burstSchema.parse({ ...validBurst, federation }), "federation"),
  });
  return Promise.resolve({ kubeconfig: remote.clientKubeconfig("home", "liqo") });
}

beforeAll(async () => {
  server = await openRemoteServer();
  engine = await openTestStack({ providerPackages: ["@pulumi/kubernetes", "@pulumi/aws"], program });
}, 600_000);

afterAll(async () => {
  engine.close();
  await server.close();
});

const stateSchema = z.object({ deployment: z.object({ resources: z.array(z.object({ urn: z.string() })).default([]) }) });

async function resources(): Promise<readonly string[]> {
  return stateSchema.parse(await engine.state()).deployment.resources.map(({ urn }) => urn.split("::").at(-1) ?? "");
}

it(
  "comes up, and has nothing to do the second time",
  async () => {
    const { outcome, diagnostics } = await engine.up();
    expect({ outcome, diagnostics }).toEqual({ outcome: "fine", diagnostics: [] });
    expect(server.booted()).toBe(1);
    expect(await resources()).toEqual(expect.arrayContaining(["remote-cluster-server", "remote-cluster-ready", "remote-pool-pool"]));
    expect((await engine.up()).steps).toEqual([]);
  },
  2 * operationLimit,
);

it(
  "is not changed in place",
  async () => {
    wanted.k3sVersion = "v1.35.5+k3s1";
    const { outcome, diagnostics } = await engine.preview();
    expect(outcome).not.toBe("fine");
    expect(diagnostics.map(({ message }) => message).join("\n")).toContain("nothing changes this cluster in place");
    wanted.k3sVersion = "v1.35.4+k3s1";
  },
  operationLimit,
);

it(
  "is gone when it is switched off, with everything that it has made",
  async () => {
    wanted.mode = "off";
    const { outcome, diagnostics } = await engine.up();
    expect({ outcome, diagnostics }).toEqual({ outcome: "fine", diagnostics: [] });
    expect(await resources()).toEqual([expect.stringContaining("homelab")]);
  },
  operationLimit,
);
