import { z } from "zod";
import { cidrPattern } from "../../hardware/ipv4";
import { memoryQuantity, positiveInteger } from "../../schema/fields";
import { liqoSchema } from "./liqo-schema";

const money = z.number().positive();
const cidr = z.string().regex(cidrPattern, "must be an IPv4 network such as 10.90.0.0/16");

/** An image of EC2, by whoever owns it and by its name, in which `*` stands for anything; the newest is taken. */
const image = z.strictObject({
  /** An account, `self` for the one that pays, or `amazon` for what AWS publishes. */
  owner: z.string().regex(/^(self|amazon|\d{12})$/, "must be self, amazon, or the twelve digits of an account"),
  name: z.string().min(1),
});

/** Canonical's account, which publishes Ubuntu. @see https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/ */
export const canonical = "099720109477";

/**
 * The small cluster on EC2 that rents nodes for the one at home, in mode `federation`: K3s on one server, which is there
 * and is paid for all the time.
 */
export const federationSchema = z.strictObject({
  /** Of the server. 4 GiB hold K3s, Karpenter and Liqo. */
  instanceType: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, "must be an instance type such as t4g.medium"),
  arch: z.enum(["amd64", "arm64"]),
  vcpus: positiveInteger,
  memory: memoryQuantity,
  /** One of the pool's zones. */
  zone: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "must be a zone such as eu-central-1a"),
  /** One of the network's subnets, in that zone. Needed exactly when the network is one that exists. */
  subnetId: z.string().startsWith("subnet-").optional(),
  diskGiB: positiveInteger.min(10),
  /** Ubuntu 24.04 for the server's processor. What is newest when the server is made. */
  image,
  /** What rented nodes boot: Ubuntu with NVIDIA's driver and container toolkit, for amd64. */
  nodeImage: image,
  /** What server and nodes install. */
  k3sVersion: z.string().regex(/^v\d+\.\d+\.\d+\+k3s\d+$/, "must be a version such as v1.35.4+k3s1"),
  podCidr: cidr.default("10.90.0.0/16"),
  serviceCidr: cidr.default("10.91.0.0/16"),
  /** Who may reach the Kubernetes API. Home, and whoever runs `pulumi up`. Without a fixed address: 0.0.0.0/0; who has no certificate gets nothing from it. */
  apiFrom: z.array(z.cidrv4()).min(1),
  onDemandPerHour: money,
  /** Of the public IPv4 address. */
  addressPerHour: money,
  /** Of gp3. */
  diskPerGibibyteMonth: money,
  /** How the two clusters' networks meet. */
  liqo: liqoSchema,
});

export type FederationRow = z.input<typeof federationSchema>;
/** {@link federationSchema}, read. */
export type FederationProfile = z.output<typeof federationSchema>;
