import { type PodPlacements } from "../infra/placement/emit/pod-placement";
import { type Stack } from "../infra/stack/stack";
import { type CalendarDate, currentDate } from "./calendar-date";
import { configuredRules, type PolicyConfiguration } from "./configuration";
import { type PolicyFinding, sortFindings } from "./finding";
import { type ClusterModel } from "./model/cluster";
import { clusterFromStack } from "./model/from-stack";

/**
 * Checks a loaded stack and the placement planned for it against every rule. Nothing is unknown here, so this is what
 * prevents: it runs before any resource is registered.
 *
 * @param configuration - levels, settings and exemptions by rule; those of the stack where absent.
 * @param today - decides which exemptions still hold.
 * @returns all findings, sorted. Those with `enforcement: "mandatory"` must stop a preview.
 * @throws UserError when the configuration is wrong.
 */
export function checkStack(
  stack: Stack,
  placements: PodPlacements,
  configuration: PolicyConfiguration = stack.policies,
  today: CalendarDate = currentDate(),
): readonly PolicyFinding[] {
  return checkCluster(clusterFromStack(stack, placements), configuration, today);
}

/** Checks any cluster model against every rule. */
export function checkCluster(
  cluster: ClusterModel,
  configuration: PolicyConfiguration = {},
  today: CalendarDate = currentDate(),
): readonly PolicyFinding[] {
  const findings = configuredRules(configuration)
    .filter(({ level }) => level !== "disabled")
    .flatMap(({ rule, level, settings }) =>
      rule.findings(cluster, settings, today).map((finding): PolicyFinding => ({
        ...finding,
        enforcement: finding.outcome === "violation" ? (level === "advisory" ? "advisory" : "mandatory") : "advisory",
      })),
    );
  return sortFindings(findings);
}
