import fc from "fast-check";
import { overlaps, parseCidr } from "../../hardware/ipv4";
import { stackConfigSchema } from "../../stack/config";
import { mistakesIn } from "../../stack/testing/mistakes";
import { validDefinition, withMachine, withWorkload } from "../../stack/testing/valid-stack";
import { validBurst } from "../testing/valid-burst";
import { validFederation } from "../testing/valid-federation";
import { checkNetworksApart } from "./cidr-check";
import { type FederatedNetwork, federatedNetworks } from "./cidr-plan";
import type { FederationRow } from "./federation-schema";
import { federatedPool } from "./testing/federated-pool";

const valid = federatedPool();
const networks = federatedNetworks(valid.federation, valid.pool, {});
const config = stackConfigSchema.parse({
  burst: { mode: "federation", accountId: "111122223333", issuerBucket: "issuer", budgetEmails: ["me@example.com"] },
});

/** What is wrong with a stack that has this federation. */
function mistakes(federation: FederationRow = validFederation, definition = validDefinition) {
  return mistakesIn({ ...definition, burst: { ...validBurst, federation } }, config);
}

function withHome(change: Partial<FederationRow["liqo"]["home"]>): FederationRow {
  return { ...validFederation, liqo: { ...validFederation.liqo, home: { ...validFederation.liqo.home, ...change } } };
}

it("finds nothing wrong with the valid one", () => {
  expect(mistakes()).toEqual([]);
});

it("needs the description of the other cluster", () => {
  expect(mistakesIn({ ...validDefinition, burst: validBurst }, config)).toEqual([
    {
      path: "burst.federation",
      message: "is missing from the stack's definition, and its configuration asks for burst.mode federation",
      fix: "describe the cluster that is to rent nodes (docs/burst.md), or run: pulumi config set --path berth:burst.mode nodes",
    },
  ]);
});

describe("networks", () => {
  it.each<[string, FederationRow, string, string]>([
    [
      "Liqo's default, which is the network in AWS",
      withHome({ externalCidr: "10.70.0.0/16" }),
      "burst.federation.liqo.home.externalCidr",
      "has addresses in common with the network in AWS, 10.70.0.0/16 (burst.network.cidr)",
    ],
    [
      "the other cluster's pods among home's Services",
      { ...validFederation, podCidr: "10.100.0.0/16" },
      "burst.federation.podCidr",
      "has addresses in common with the Services at home, 10.96.0.0/12 (burst.federation.liqo.home.serviceCidr)",
    ],
    [
      "the other cluster's pods in the local network",
      { ...validFederation, podCidr: "192.168.0.0/16" },
      "burst.federation.podCidr",
      "has addresses in common with a network at home, 192.168.1.0/24 (burst.federation.liqo.home.localNetworks[0])",
    ],
    [
      "the same pods on both sides",
      { ...validFederation, podCidr: "10.244.0.0/16" },
      "burst.federation.podCidr",
      "has addresses in common with the pods at home, 10.244.0.0/16 (burst.federation.liqo.home.podCidr)",
    ],
    [
      "the same external network on both sides",
      withHome({ externalCidr: "10.94.0.0/16" }),
      "burst.federation.liqo.home.externalCidr",
      "has addresses in common with Liqo's external network of the remote cluster, 10.94.0.0/16 (burst.federation.liqo.remote.externalCidr)",
    ],
  ])("refuses %s", (_, row, path, message) => {
    expect(mistakes(row)).toEqual([expect.objectContaining({ path, message, fix: "10.0.0.0/16 is free" })]);
  });

  it("lets Services, nodes and Liqo's interfaces be the same on both sides: they never leave their cluster", () => {
    expect(mistakes({ ...withHome({ internalCidr: "10.95.0.0/16" }), serviceCidr: "10.96.0.0/12" })).toEqual([]);
  });

  it("says all that is wrong at once", () => {
    expect(mistakes({ ...withHome({ internalCidr: "10.92.0.0/16" }), podCidr: "10.96.0.0/16" }).map(({ path }) => path)).toEqual([
      "burst.federation.liqo.home.externalCidr",
      "burst.federation.podCidr",
    ]);
  });

  it("wants them written canonically, and private where Liqo gives them out", () => {
    expect(mistakes({ ...validFederation, podCidr: "10.90.1.0/16" })).toEqual([
      { path: "burst.federation.podCidr", value: "10.90.1.0/16", message: "has bits set after its prefix", fix: "write 10.90.0.0/16" },
    ]);
    expect(mistakes(withHome({ externalCidr: "11.0.0.0/16" }))).toEqual([
      {
        path: "burst.federation.liqo.home.externalCidr",
        value: "11.0.0.0/16",
        message: "is not private: Liqo's external network at home would hide a part of the Internet",
        fix: "10.0.0.0/16 is free",
      },
    ]);
  });

  it("holds the addresses of the machines", () => {
    expect(mistakes(validFederation, withMachine("gpu1", { address: "192.168.7.12" }))).toEqual([
      {
        path: "burst.federation.liqo.home.localNetworks",
        value: "192.168.1.0/24",
        message: "does not hold gpu1 (192.168.7.12)",
        fix: "add the machines' network",
      },
    ]);
  });

  it("are said of a network in AWS that exists, and of no other", () => {
    const existing = { vpcId: "vpc-1", subnetIds: ["subnet-1"] };
    const within = (localNetworks: readonly string[] | undefined): FederationRow => ({
      ...validFederation,
      subnetId: "subnet-1",
      liqo: { ...validFederation.liqo, remote: localNetworks === undefined ? {} : { localNetworks: [...localNetworks] } },
    });
    const inExisting = (federation: FederationRow) =>
      mistakesIn({ ...validDefinition, burst: { ...validBurst, network: existing, federation } }, config);
    const path = "burst.federation.liqo.remote.localNetworks";
    expect(inExisting(within(["172.31.0.0/16"]))).toEqual([]);
    expect(inExisting(within(undefined))).toEqual([
      { path, message: "is missing: what addresses vpc-1 has is not known", fix: "name its address ranges" },
    ]);
    expect(inExisting(within(["10.94.0.0/20"]))).toMatchObject([
      {
        path: "burst.federation.liqo.remote.externalCidr",
        message: `has addresses in common with the network in AWS, 10.94.0.0/20 (${path}[0])`,
      },
    ]);
    expect(mistakes({ ...validFederation, liqo: within(["172.31.0.0/16"]).liqo })).toMatchObject([
      { path, message: "is named, and the network is Berth's own" },
    ]);
  });

  it("agrees with what the hardware table says", () => {
    const { hardware } = validDefinition;
    const network = { podSubnets: ["10.42.0.0/16"], loadBalancerPool: "192.168.1.224/27" };
    const definition = { ...validDefinition, hardware: { ...hardware, cluster: { ...hardware.cluster, network } } };
    expect(mistakes(validFederation, definition)).toEqual([
      {
        path: "burst.federation.liqo.home.podCidr",
        value: "10.244.0.0/16",
        message: "is not what hardware.cluster.network.podSubnets says (10.42.0.0/16)",
        fix: "write 10.42.0.0/16",
      },
    ]);
    expect(mistakes(withHome({ podCidr: "10.42.0.0/16" }), definition)).toEqual([]);
  });

  it("are refused exactly when two that meet overlap", () => {
    const part = fc.tuple(fc.integer({ min: 0, max: 31 }), fc.integer({ min: 11, max: 16 }));
    const moved = fc.array(part, { minLength: networks.length, maxLength: networks.length });
    fc.assert(
      fc.property(moved, (parts) => {
        const placed = networks.map((network, index): FederatedNetwork => {
          const [second, prefixLength] = parts[index] ?? [0, 16];
          const size = 2 ** (16 - prefixLength);
          return { ...network, cidr: `10.${Math.floor(second / size) * size}.0.0/${prefixLength}` };
        });
        const pairs = placed.flatMap((one, index) => placed.slice(index + 1).map((other) => [one, other] as const));
        const clashes = pairs.filter(
          ([one, other]) =>
            (one.side === other.side || one.crosses || other.crosses) && overlaps(parseCidr(one.cidr), parseCidr(other.cidr)),
        );
        expect(checkNetworksApart(placed)).toHaveLength(clashes.length);
      }),
    );
  });
});

it("refuses to offload what has a volume, or a size that the VPA finds", () => {
  const verticalScaling = { mode: "Initial" as const, max: { cpu: "1", memory: "1Gi" } };
  const refused = (workload: string, reason: string) => ({
    path: `workloads[${workload}].burst`,
    message: `is not possible in mode federation: ${reason}`,
    fix: "remove burst, or use mode nodes",
  });
  expect(mistakes(validFederation, withWorkload("media/sonarr", { burst: true }))).toEqual([
    refused("media/sonarr", 'its volume "config" is at home, and the other cluster cannot mount it'),
  ]);
  expect(mistakes(validFederation, withWorkload("home/mosquitto", { burst: true, verticalScaling }))).toEqual([
    refused("home/mosquitto", "the VPA sizes it, and does not see what runs in the other cluster"),
  ]);
  expect(mistakes(validFederation, withWorkload("home/mosquitto", { burst: true }))).toEqual([]);
  expect(mistakes(validFederation, withWorkload("home/mosquitto", { verticalScaling }))).toEqual([]);
});
