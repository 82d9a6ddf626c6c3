import { type Stack } from "../../infra/stack/stack";
import { limitRangeSpec, quotaSpec, tierObjectName } from "../../infra/tiers/objects";
import { tierNames } from "../../infra/workloads/schema";
import { type LimitRangeView, type ResourceQuotaView } from "./cluster";

/** PriorityClasses of the tiers whose pods request as much memory as they may use; none without tiers. */
export function requestIsLimitOf({ tiers }: Pick<Stack, "tiers">): readonly string[] {
  return tiers === undefined ? [] : tierNames.filter((tier) => tiers.table[tier].memory === "request-is-limit");
}

/** The LimitRange and the ResourceQuota that Kyverno makes in each namespace of a tier. */
export function tierLimitsOf({ tiers, namespaces }: Pick<Stack, "tiers" | "namespaces">): readonly (LimitRangeView | ResourceQuotaView)[] {
  return namespaces.flatMap(({ name: namespace, tier, madeElsewhere }) => {
    if (tiers === undefined || madeElsewhere) {
      return [];
    }
    const identity = { id: `${namespace}/${tierObjectName}`, namespace, name: tierObjectName };
    const row = tiers.table[tier];
    return [
      {
        ...identity,
        type: "limit-range",
        label: `LimitRange ${identity.id}`,
        limits: limitRangeSpec(row).limits.map((item) => ({ ...item, maxLimitRequestRatio: {} })),
      },
      { ...identity, type: "resource-quota", label: `ResourceQuota ${identity.id}`, hard: quotaSpec(row).hard },
    ];
  });
}
