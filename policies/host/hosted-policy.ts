import { type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";
import { type CalendarDate } from "../calendar-date";
import { explainFinding, type PolicyFinding } from "../finding";
import { asWritten } from "../model/as-written";
import { clusterFromResources, isRelevantType } from "../model/from-resources";
import { type Rule } from "../rule";
import { type ClusterModel } from "../model/cluster";
import { type AskedOnce } from "./asked-once";
import { policyConfigSchema } from "./config-schema";
import { type Notes, wholeStack } from "./notes";
import { isKnown, snapshotOf } from "./snapshot";

/**
 * A rule as a policy of a CrossGuard pack: of one resource where that is all it needs to see, else of the stack.
 *
 * @param today - decides which exemptions still hold.
 */
export function hostedPolicy(
  rule: Rule,
  notes: Notes,
  models: AskedOnce<ClusterModel>,
  today: CalendarDate,
): ResourceValidationPolicy | StackValidationPolicy {
  const common = {
    name: rule.id,
    displayName: rule.displayName,
    description: rule.description,
    severity: rule.severity,
    tags: [rule.group],
    enforcementLevel: rule.enforcement,
    remediationSteps: rule.remediation,
    url: rule.url,
    configSchema: policyConfigSchema(rule),
  };
  return rule.view === "resource"
    ? { ...common, ...resourceHost(rule, notes, models, today) }
    : { ...common, ...stackHost(rule, notes, models, today) };
}

function resourceHost(
  rule: Rule,
  notes: Notes,
  models: AskedOnce<ClusterModel>,
  today: CalendarDate,
): Pick<ResourceValidationPolicy, "validateResource"> {
  let configuration: unknown;
  return {
    validateResource: (args, reportViolation) => {
      if (!isRelevantType(args.type)) {
        return;
      }
      // The engine configures a pack once, before it asks; the SDK copies the configuration whenever it is asked for.
      configuration ??= args.getConfig();
      const { type, name, urn } = args;
      const cluster = models.for(urn, rule.id, () => clusterFromResources([{ type, name, urn, properties: snapshotOf(args.props) }]));
      const { violations, noted } = separated(rule.findings(cluster, configuration, today));
      violations.forEach((finding) => {
        reportViolation(explainFinding(finding));
      });
      notes.add(urn, noted);
    },
  };
}

function stackHost(
  rule: Rule,
  notes: Notes,
  models: AskedOnce<ClusterModel>,
  today: CalendarDate,
): Pick<StackValidationPolicy, "validateStack"> {
  return {
    validateStack: (args, reportViolation) => {
      const cluster = models.for(wholeStack, rule.id, () =>
        clusterFromResources(
          args.resources
            .filter(({ type, props }) => isRelevantType(type) && isKnown(props))
            .map(({ type, name, urn, props }) => ({ type, name, urn, properties: asWritten(snapshotOf(props)) })),
        ),
      );
      const { violations, noted } = separated(rule.findings(cluster, args.getConfig(), today));
      violations.forEach((finding) => {
        reportViolation(explainFinding(finding), finding.urn);
      });
      notes.add(wholeStack, noted);
    },
  };
}

function separated(findings: readonly PolicyFinding[]): {
  readonly violations: readonly PolicyFinding[];
  readonly noted: readonly PolicyFinding[];
} {
  return {
    violations: findings.filter(({ outcome }) => outcome === "violation"),
    noted: findings.filter(({ outcome }) => outcome !== "violation"),
  };
}
