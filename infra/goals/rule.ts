import type { AlertRule } from "../autoscaling/alerts";

/** A series that Prometheus computes for others to use. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export type Rule = RecordingRule | AlertRule;

/** Rules that are evaluated one after the other, each seeing what those before it recorded. */
export interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly Rule[];
}

/** What Mimir's ruler takes in a group unless it is told otherwise (`ruler_max_rules_per_rule_group`). */
export const maxRulesPerGroup = 20;

/** Groups of a size that every ruler takes: `name`, or `name-1`, `name-2` and so on. */
export function ruleGroups(name: string, rules: readonly Rule[]): readonly RuleGroup[] {
  const count = Math.ceil(rules.length / maxRulesPerGroup);
  return Array.from({ length: count }, (_, index) => ({
    name: count === 1 ? name : `${name}-${index + 1}`,
    interval: "1m",
    rules: rules.slice(index * maxRulesPerGroup, (index + 1) * maxRulesPerGroup),
  }));
}

/** Any of some names. Names of Kubernetes have nothing in them that an expression would read otherwise but dots. */
export function anyOf(names: readonly string[]): string {
  return [...names]
    .sort()
    .map((name) => name.replaceAll(".", "\\\\."))
    .join("|");
}
