import { z } from "zod";
import { didYouMean } from "../infra/diagnostics/did-you-mean";
import { UserError } from "../infra/diagnostics/user-error";
import { type Stack } from "../infra/stack/stack";
import { type CalendarDate } from "./calendar-date";
import { describeEnd, type Exemption, type ExemptionState, exemptionState } from "./exemption";
import { type Rule } from "./rule";
import { rules } from "./rules";
import { clusterFromStack } from "./model/from-stack";
import { antiAffinityFitsNodes } from "./rules/anti-affinity-fits-nodes";
import { controlPlaneForCoreOnly } from "./rules/control-plane-for-core-only";
import { hostMemoryIsNotOvercommitted } from "./rules/host-memory-is-not-overcommitted";
import { limitRangeAdmitsContainers } from "./rules/limit-range-admits-containers";
import { namespaceHasTier } from "./rules/namespace-has-tier";
import { quotaAdmitsWorkloads } from "./rules/quota-admits-workloads";
import { tierMemoryRequestIsLimit } from "./rules/tier-memory-request-is-limit";

/**
 * Configuration of the rules by id, in the format of `pulumi preview --policy-pack-config`: a level, or an object with
 * the rule's settings and perhaps `enforcementLevel`. `all` sets the level of every rule that has none of its own.
 */
export type PolicyConfiguration = Readonly<Record<string, unknown>>;

/** How a rule is to be taken: switched off, only reported, or enforced. */
export type Level = "disabled" | "advisory" | "mandatory";

/** A rule with its configuration. */
export interface ConfiguredRule {
  readonly rule: Rule;
  readonly level: Level;
  /** Its settings and exemptions, to be validated by the rule. */
  readonly settings: Readonly<Record<string, unknown>>;
}

// `remediate` is Pulumi's fourth level; no rule changes resources, so it means that violations are not accepted.
const levelSchema = z
  .enum(["disabled", "advisory", "mandatory", "remediate"])
  .transform((level): Level => (level === "remediate" ? "mandatory" : level));
const entrySchema = z.union([
  levelSchema.transform((enforcementLevel) => ({ enforcementLevel })),
  z.looseObject({ enforcementLevel: levelSchema.optional() }),
]);

/**
 * Every rule with what the configuration says about it.
 *
 * @throws UserError when it names a rule that does not exist, or a level that does not.
 */
export function configuredRules(configuration: PolicyConfiguration): readonly ConfiguredRule[] {
  const ids = rules.map(({ id }) => id);
  const findings = Object.entries(configuration).flatMap(([id, entry]) => {
    if (id !== "all" && !ids.includes(id)) {
      const hint = didYouMean(id, ids);
      return [{ path: id, message: "there is no such policy", ...(hint === undefined ? {} : { fix: hint }) }];
    }
    return entrySchema.safeParse(entry).success
      ? []
      : [{ path: id, message: "must be disabled, advisory or mandatory, or an object with settings", value: JSON.stringify(entry) }];
  });
  if (findings.length > 0) {
    throw new UserError("the policy configuration is wrong", findings);
  }
  const forAll = entrySchema.parse(configuration["all"] ?? {}).enforcementLevel;
  return rules.map((rule) => {
    const { enforcementLevel, ...settings } = entrySchema.parse(configuration[rule.id] ?? {});
    return { rule, level: enforcementLevel ?? forAll ?? rule.enforcement, settings };
  });
}

/** An exemption as reports list it. */
export interface ListedExemption extends Exemption {
  /** Id of the rule. */
  readonly policy: string;
  readonly state: ExemptionState;
  /** Its end for people: `until 2027-02-19`, `until 2026-11-30, in 9 days`, `expired on 2026-11-01`. */
  readonly end: string;
}

/**
 * Every exemption of a configuration, whether or not anything makes use of it. By policy, then as written.
 *
 * @throws UserError when the configuration is wrong.
 */
export function exemptionsOf(configuration: PolicyConfiguration, today: CalendarDate): readonly ListedExemption[] {
  return configuredRules(configuration).flatMap(({ rule, settings }) =>
    rule
      .exemptionsIn(settings, today)
      .map((exemption) => ({ policy: rule.id, ...exemption, state: exemptionState(exemption, today), end: describeEnd(exemption, today) })),
  );
}

/**
 * What the pack must be told to judge a stack's resources as its model is judged, the stack's own settings included:
 * pass it as the pack's configuration (`--policy-pack-config`, or `policyPackConfigs` of the Automation API).
 *
 * @throws UserError when the stack's own settings name a rule or a level that does not exist.
 */
export function packConfigurationOf(stack: Stack): PolicyConfiguration {
  const { coreNamespaces = [], nodeCount, hosts, requestIsLimit } = clusterFromStack(stack, new Map());
  const told: Readonly<Record<string, object>> = {
    [antiAffinityFitsNodes.id]: { nodes: nodeCount },
    [controlPlaneForCoreOnly.id]: { coreNamespaces },
    [hostMemoryIsNotOvercommitted.id]: { hosts },
    [limitRangeAdmitsContainers.id]: { maxima: maximaOf(stack) },
    [quotaAdmitsWorkloads.id]: { nodes: nodeCount },
    [namespaceHasTier.id]: { tiers: stack.namespaces.map(({ name: namespace, tier }) => ({ namespace, tier })) },
    [tierMemoryRequestIsLimit.id]: { priorityClasses: requestIsLimit },
  };
  const own = configuredRules(stack.policies);
  const merged = Object.entries(told).map(([id, settings]): [string, object] => {
    const configured = own.find(({ rule }) => rule.id === id);
    const level = configured === undefined || stack.policies[id] === undefined ? {} : { enforcementLevel: configured.level };
    return [id, { ...settings, ...level, ...configured?.settings }];
  });
  return { ...stack.policies, ...Object.fromEntries(merged) };
}

/** What one container may use, by namespace: Kyverno makes the LimitRanges of tiers, the program does not. */
function maximaOf({ tiers, namespaces }: Stack): readonly { readonly namespace: string; readonly memory: string }[] {
  return namespaces.flatMap(({ name: namespace, tier, madeElsewhere }) =>
    tiers === undefined || madeElsewhere ? [] : [{ namespace, memory: tiers.table[tier].limitRange.max.memory }],
  );
}
