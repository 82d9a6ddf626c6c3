import { z } from "zod";
import { contaboRegions, contractPeriods } from "../contabo/products";
import { dnsLabel, namedLabelValue, positiveInteger } from "../schema/fields";

/**
 * Rented servers that come in a number. `berth:nodes` says how many there are; the first ones are K3s servers, the
 * further ones agents. They are named `<name>-node-1` and so on, and the last ones go first.
 */
export const fleetSchema = z.strictObject({
  name: dnsLabel.max(50),
  provider: z.literal("contabo"),
  /** Id of the product: `V92`. */
  product: z.string().min(1),
  region: z.enum(contaboRegions).default("EU"),
  /** Months that each contract begins with. */
  periodMonths: z.literal(contractPeriods).default(1),
  /** Name of the operating system's image at the provider. */
  image: z.string().min(1).default("ubuntu-24.04"),
  count: z.strictObject({
    min: positiveInteger,
    max: positiveInteger,
    /** How many there are when `berth:nodes` does not say. */
    initial: positiveInteger,
  }),
  /** How many of them run the control plane, with embedded etcd. They take workloads too where the cluster allows it. */
  servers: z.literal([1, 3, 5]),
  /** Becomes the label `berth.dev/pool` of all of them. */
  pool: namedLabelValue,
  /** Failure domain for `topology.kubernetes.io/zone`; absent when there is one. */
  zone: namedLabelValue.optional(),
  maxPods: positiveInteger.default(110),
});

export type FleetRow = z.input<typeof fleetSchema>;
export type ParsedFleet = z.output<typeof fleetSchema>;
