import { z } from "zod";
import { isQuantity, parseQuantity } from "../quantities/quantity";
import { cpuQuantity, dnsLabel, labelKey, memoryQuantity, nonNegativeInteger, positiveInteger } from "../schema/fields";

const wholeAmountMessage = "must be a whole number, or a quantity such as 2Gi";

/** A whole number, as such or as a quantity: `2`, `"2Gi"`. */
const wholeAmount = z.union([nonNegativeInteger, z.string().refine(isWholeQuantity, wholeAmountMessage)], {
  error: wholeAmountMessage,
});

function isWholeQuantity(text: string): boolean {
  return isQuantity(text) && parseQuantity(text) >= 0n && parseQuantity(text) % 1_000_000_000n === 0n;
}

/** CPU and memory, and by their names `ephemeral-storage`, huge pages and the extended resources of device plugins. */
export const resourcesSchema = z.strictObject({
  cpu: cpuQuantity.optional(),
  memory: memoryQuantity.optional(),
  /** What Kubernetes does not overcommit, all but `ephemeral-storage`, is limited to what is requested. */
  extended: z.record(labelKey, wholeAmount).optional(),
});

const port = positiveInteger.max(65535);
const protocol = z.enum(["TCP", "UDP", "SCTP"]);
const hostIP = z.union([z.ipv4(), z.ipv6()], { error: "must be an IP address such as 192.168.1.10" });

/** A port of the node's own network: no two pods on a node have the same. */
export const hostPortSchema = z.strictObject({
  port,
  protocol: protocol.default("TCP"),
  /** Default: every address of the node. */
  hostIP: hostIP.default("0.0.0.0"),
});

const portSchema = z.strictObject({
  name: dnsLabel,
  containerPort: port,
  protocol: protocol.optional(),
  /** Port of the node that leads to it. */
  hostPort: port.optional(),
  hostIP: hostIP.optional(),
});

export const containerSchema = z.strictObject({
  name: dnsLabel,
  /** With a tag or a digest. */
  image: z.string().regex(/^[^\s]+[:@][^\s/]+$/, "must be an image with a tag or a digest"),
  args: z.array(z.string()).default([]),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
  ports: z.array(portSchema).default([]),
  requests: resourcesSchema,
  limits: resourcesSchema.default({}),
});

/** One that runs before the others, in order; with `restartPolicy: "Always"` a sidecar, which goes on beside them. */
export const initContainerSchema = containerSchema.extend({ restartPolicy: z.literal("Always").optional() });

/** What the pod as a whole requests and may use: `spec.resources`. It stands in for the sum of its containers. */
export const podLevelSchema = z.strictObject({ requests: resourcesSchema.default({}), limits: resourcesSchema.default({}) });

export const runtimeClassSchema = z.strictObject({
  name: dnsLabel,
  /** What its sandbox needs, which the RuntimeClass adds to each pod. */
  overhead: resourcesSchema.default({}),
});

export type Resources = Readonly<z.output<typeof resourcesSchema>>;
export type Container = Readonly<z.output<typeof containerSchema>>;
export type InitContainer = Readonly<z.output<typeof initContainerSchema>>;
export type PodLevelResources = Readonly<z.output<typeof podLevelSchema>>;
export type RuntimeClass = Readonly<z.output<typeof runtimeClassSchema>>;
