import { z } from "zod";
import { tierLabel } from "../../infra/tiers/objects";
import { tierNames } from "../../infra/workloads/schema";
import { defineRule } from "../rule";

/** A namespace says how important it is. */
export const namespaceHasTier = defineRule({
  id: "namespace-has-tier",
  displayName: "A namespace has a tier",
  description: `A Namespace carries the label ${tierLabel} with one of ${tierNames.join(", ")}; Kubernetes' own are excepted.`,
  why: "A namespace without a tier has no limits, no quota and no priority: its pods take what they like from the others, and are the first to go when memory is short.",
  remediation: `Set the label ${tierLabel} to the namespace's tier, the one that its row in the stack's table has.`,
  group: "resources",
  severity: "medium",
  view: "resource",
  settings: {
    tiers: z
      .array(z.strictObject({ namespace: z.string().min(1), tier: z.string().min(1) }))
      .default([])
      .describe("The tiers that are known of namespaces: the label must not say otherwise. Of others any tier is accepted."),
  },
  check(subject, _cluster, { tiers }) {
    if (subject.type !== "namespace" || kubernetesOwn.has(subject.name)) {
      return [];
    }
    const known: readonly string[] = tierNames;
    const tier = subject.labels[tierLabel];
    if (tier === undefined || !known.includes(tier)) {
      return [{ message: `${subject.label} has no tier: its label ${tierLabel} is ${tier ?? "not set"}.` }];
    }
    const wanted = tiers.find(({ namespace }) => namespace === subject.name)?.tier ?? tier;
    return wanted === tier ? [] : [{ message: `${subject.label} is of tier ${wanted}, and its label ${tierLabel} says ${tier}.` }];
  },
});

const kubernetesOwn: ReadonlySet<string> = new Set(["default", "kube-system", "kube-public", "kube-node-lease"]);
