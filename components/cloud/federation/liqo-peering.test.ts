import * as kubernetes from "@pulumi/kubernetes";
import { homeLiqoValues } from "../../../infra/burst/federation/liqo-values";
import { federatedPool, peering } from "../../../infra/burst/federation/testing/federated-pool";
import { type Recording, recordProgram } from "../../testing/recorded-program";
import { gatewayKeysProvider } from "./gateway-keys-provider";
import { Liqo } from "./liqo";
import { LiqoPeering } from "./liqo-peering";

const { pool, federation } = federatedPool();

describe("LiqoPeering", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordProgram(
      () => {
        const cluster = (name: string) => ({ provider: new kubernetes.Provider(name, { kubeconfig: name }), after: [] });
        new LiqoPeering("peering", {
          peering,
          pool,
          federation,
          home: cluster("home"),
          remote: { ...cluster("remote"), address: "198.51.100.9", kubeconfig: "kubeconfig" },
          namespaces: ["ai", "media"],
        });
      },
      {
        outputs: ({ type, name }: { type: string; name: string }) =>
          type.endsWith("wireguard:Keys") ? { privateKey: `private of ${name}`, publicKey: `public of ${name}` } : {},
      },
    );
  });

  it("is these objects and no others", () => {
    const kinds = recording.resources
      .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
      .map(({ type }) => type.split(":").at(-1) ?? "");
    expect(Object.fromEntries([...new Set(kinds)].sort().map((kind) => [kind, kinds.filter((each) => each === kind).length]))).toEqual({
      Configuration: 2,
      GatewayClient: 1,
      GatewayServer: 1,
      Keys: 2,
      Namespace: 2,
      NamespaceOffloading: 2,
      PublicKey: 2,
      ResourceSlice: 1,
      RoleBinding: 1,
      Secret: 3,
      Tenant: 1,
      VirtualNode: 1,
    });
  });

  it("gives each end its own keys, the other's public one, and the other's networks", () => {
    const inputs = (name: string) => recording.resource(name).inputs;
    expect(inputs("peering-home-keys")["data"]).toEqual({
      privateKey: "private of peering-home-keypair",
      publicKey: "public of peering-home-keypair",
    });
    expect(inputs("peering-home-peer-key")["spec"]).toEqual({ publicKey: "public of peering-remote-keypair" });
    expect(inputs("peering-remote-peer-key")["spec"]).toEqual({ publicKey: "public of peering-home-keypair" });
    expect(inputs("peering-home-configuration")["spec"]).toEqual({
      remote: { cidr: { pod: ["10.90.0.0/16"], external: ["10.94.0.0/16"] } },
    });
    expect(inputs("peering-remote-configuration")["spec"]).toEqual({
      remote: { cidr: { pod: ["10.244.0.0/16"], external: ["10.92.0.0/16"] } },
    });
  });

  it("has namespaces in which a gateway may change its node's routes", () => {
    for (const name of ["peering-home-namespace", "peering-remote-namespace"]) {
      expect(recording.resource(name).inputs).toMatchObject({
        metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged", "liqo.io/tenant-namespace": "true" } },
      });
    }
  });
});

it("installs Liqo with the values of its side, in a namespace that lets it", async () => {
  const { resource } = await recordProgram(() => new Liqo("liqo", { values: homeLiqoValues(peering, federation) }));
  expect(resource("liqo-namespace").inputs).toMatchObject({ metadata: { name: "liqo" } });
  expect(resource("liqo-chart")).toMatchObject({ parent: "liqo", dependsOn: ["liqo-namespace"] });
  expect(resource("liqo-chart").inputs).toMatchObject({
    chart: "liqo",
    version: "v1.2.0",
    namespace: "liqo",
    createNamespace: false,
    values: { discovery: { config: { clusterID: "homelab" } }, telemetry: { enabled: false } },
  });
});

it("makes a gateway's keys once: nothing changes them", async () => {
  const made = await gatewayKeysProvider.create({});
  expect(made.outs).toEqual({ privateKey: expect.stringMatching(/^.{43}=$/) as unknown, publicKey: made.id });
  expect(await gatewayKeysProvider.diff?.("id", {}, { anything: true })).toEqual({ changes: false });
});
