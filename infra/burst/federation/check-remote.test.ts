import { type BurstRow, burstSchema } from "../burst-schema";
import { validBurst } from "../testing/valid-burst";
import { validFederation } from "../testing/valid-federation";
import { checkRemote } from "./check-remote";
import type { FederationRow } from "./federation-schema";

function check(change: Partial<FederationRow> = {}, burst: Partial<BurstRow> = {}): readonly string[] {
  const federation = { ...validFederation, ...change };
  return checkRemote(burstSchema.parse({ ...validBurst, federation, ...burst })).map(({ path, message }) => `${path}: ${message}`);
}

const existing: Partial<BurstRow> = { network: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] } };

it("takes a remote cluster that is right, in a network of its own and in one that exists", () => {
  expect(check()).toEqual([]);
  expect(check({ subnetId: "subnet-2" }, existing)).toEqual([]);
});

it.each<[string, Partial<FederationRow>, Partial<BurstRow>, string]>([
  ["another zone", { zone: "eu-central-1c" }, {}, "burst.federation.zone: is none of the pool's zones"],
  ["a subnet of Berth's own network", { subnetId: "subnet-1" }, {}, "burst.federation.subnetId: is named, and the network is Berth's own"],
  ["no subnet of one that exists", {}, existing, "burst.federation.subnetId: has to be one of the network's subnets"],
  ["another subnet", { subnetId: "subnet-3" }, existing, "burst.federation.subnetId: has to be one of the network's subnets"],
])("refuses %s", (_, change, burst, finding) => {
  expect(check(change, burst)).toEqual([finding]);
});

it("has nothing to say where there is none", () => {
  expect(checkRemote(burstSchema.parse(validBurst))).toEqual([]);
});

it.each<[string, Readonly<Record<string, unknown>>]>([
  ["a version without its build", { k3sVersion: "v1.35.4" }],
  ["nobody who may reach the API", { apiFrom: [] }],
  ["an image of nobody's", { image: { owner: "canonical", name: "ubuntu" } }],
  ["a processor that K3s is not built for", { arch: "riscv64" }],
])("is not read with %s", (_, change) => {
  expect(burstSchema.safeParse({ ...validBurst, federation: { ...validFederation, ...change } }).success).toBe(false);
});
