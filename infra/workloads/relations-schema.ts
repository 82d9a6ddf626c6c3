import { z } from "zod";
import { dnsLabel, labelKey, labelMap, labelValue, positiveInteger } from "../schema/fields";

/** What makes nodes one domain: `node`, `zone`, or the key of a label that they have in common. */
const topologySchema = labelKey;

const labelRequirementSchema = z.discriminatedUnion("operator", [
  z.strictObject({ key: labelKey, operator: z.enum(["In", "NotIn"]), values: z.array(labelValue).min(1) }),
  z.strictObject({ key: labelKey, operator: z.enum(["Exists", "DoesNotExist"]) }),
]);

/** Conditions on a pod's labels, all of them. Without any it selects every pod. */
export const podSelectorSchema = z.strictObject({
  matchLabels: labelMap.default({}),
  matchExpressions: z.array(labelRequirementSchema).default([]),
});

/** A term of required affinity or anti-affinity between pods. Preferences have no place in a plan. */
export const podAffinityTermSchema = z.strictObject({
  topology: topologySchema,
  selector: podSelectorSchema,
  /** Where the selected pods are. Default: its own namespace. */
  namespaces: z.union([z.array(dnsLabel).min(1), z.literal("all")], { error: 'must be a list of namespaces, or "all"' }).optional(),
});

const inclusion = z.enum(["Honor", "Ignore"]);

/** The domains of `over` have at most `maxSkew` pods more than the emptiest of them. */
export const spreadSchema = z.strictObject({
  over: topologySchema,
  maxSkew: positiveInteger.default(1),
  /** A pod that cannot keep to it waits. */
  strict: z.boolean().default(false),
  /** With fewer domains than this, the emptiest counts as having none. Needs `strict`. */
  minDomains: positiveInteger.optional(),
  /** `Honor`: nodes that its requirements rule out are in no domain. */
  nodeAffinityPolicy: inclusion.default("Honor"),
  /** `Honor`: nodes with taints that it does not tolerate are in no domain. Kubernetes' own default is `Ignore`. */
  nodeTaintsPolicy: inclusion.default("Honor"),
});

export type PodSelector = Readonly<z.output<typeof podSelectorSchema>>;
export type PodAffinityTerm = Readonly<z.output<typeof podAffinityTermSchema>>;
export type Spread = Readonly<z.output<typeof spreadSchema>>;
