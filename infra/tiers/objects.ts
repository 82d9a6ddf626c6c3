import type { TierRow } from "./tier-table";

/** The label by which a namespace's tier is known. */
export const tierLabel = "berth.dev/tier";

/** `spec` of a LimitRange, as far as tiers use it. */
export interface LimitRangeSpec {
  readonly limits: readonly [
    {
      readonly type: "Container";
      readonly defaultRequest: TierRow["limitRange"]["defaultRequest"];
      readonly default: TierRow["limitRange"]["default"];
      readonly max: TierRow["limitRange"]["max"];
    },
  ];
}

/** `spec` of a ResourceQuota, as far as tiers use it. */
export interface QuotaSpec {
  readonly hard: { readonly "requests.cpu": string; readonly "requests.memory": string; readonly pods: string };
}

/** The LimitRange of each namespace of a tier. CPU stands nowhere but in `defaultRequest`. */
export function limitRangeSpec({ limitRange: { defaultRequest, default: limit, max } }: Pick<TierRow, "limitRange">): LimitRangeSpec {
  return { limits: [{ type: "Container", defaultRequest, default: limit, max }] };
}

/** The ResourceQuota of each namespace of a tier. */
export function quotaSpec({ quota: { cpu, memory, pods } }: Pick<TierRow, "quota">): QuotaSpec {
  return { hard: { "requests.cpu": cpu, "requests.memory": memory, pods: String(pods) } };
}

/** Name of either object in its namespace. */
export const tierObjectName = "tier";
