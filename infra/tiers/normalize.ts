import type { Finding } from "../diagnostics/finding";
import { parseQuantity } from "../quantities/quantity";
import { parseValue } from "../schema/parse";
import { type Tier, tierNames } from "../workloads/schema";
import { type TierChange, tiersSchema } from "./schema";
import { standardTiers, type TierRow, type TierTable } from "./tier-table";

/** A stack's tiers with every default filled in. */
export interface Tiers {
  readonly table: TierTable;
  readonly cpuLimits: "Audit" | "Deny";
  readonly namespacesWithoutTier: "Audit" | "Deny";
  readonly api: "policies.kyverno.io/v1" | "kyverno.io/v1";
}

/** The tiers as the stack changes them, or what is wrong with the changes. */
export function normalizeTiers(settings: unknown): { readonly tiers?: Tiers; readonly findings: readonly Finding[] } {
  const { value, findings } = parseValue(tiersSchema, settings, "tiers");
  if (value === undefined) {
    return { findings };
  }
  const table = changedTable(value.table);
  const contradictions = tierNames.flatMap((tier) => checkRow(tier, table[tier]));
  return contradictions.length > 0 ? { findings: contradictions } : { tiers: { ...value, table }, findings: [] };
}

function changedTable(changes: Partial<Record<Tier, TierChange | undefined>>): TierTable {
  const row = (tier: Tier): TierRow => changedRow(standardTiers[tier], changes[tier] ?? {});
  return { "0-core": row("0-core"), "1-cluster": row("1-cluster"), "2-gpu": row("2-gpu"), "3-edge": row("3-edge"), "4-aux": row("4-aux") };
}

function changedRow(row: TierRow, { limitRange, quota, memory, stability }: TierChange): TierRow {
  const { defaultRequest, default: limit, max } = row.limitRange;
  return {
    priority: row.priority,
    limitRange: {
      defaultRequest: {
        cpu: limitRange?.defaultRequest?.cpu ?? defaultRequest.cpu,
        memory: limitRange?.defaultRequest?.memory ?? defaultRequest.memory,
      },
      default: limitRange?.default ?? limit,
      max: limitRange?.max ?? max,
    },
    quota: { cpu: quota?.cpu ?? row.quota.cpu, memory: quota?.memory ?? row.quota.memory, pods: quota?.pods ?? row.quota.pods },
    memory: memory ?? row.memory,
    stability: stability ?? row.stability,
  };
}

/** The API server refuses a LimitRange whose default request exceeds the default limit, or that its maximum. */
function checkRow(tier: Tier, { limitRange: { defaultRequest, default: limit, max }, quota }: TierRow): readonly Finding[] {
  const path = `tiers.table["${tier}"]`;
  return [
    ...atMost(`${path}.limitRange.defaultRequest.memory`, defaultRequest.memory, limit.memory, "the default limit"),
    ...atMost(`${path}.limitRange.default.memory`, limit.memory, max.memory, "the maximum"),
    ...atMost(`${path}.limitRange.defaultRequest.cpu`, defaultRequest.cpu, quota.cpu, "the quota of the whole namespace"),
    ...atMost(`${path}.limitRange.defaultRequest.memory`, defaultRequest.memory, quota.memory, "the quota of the whole namespace"),
  ];
}

function atMost(path: string, text: string, bound: string, meaning: string): readonly Finding[] {
  const isWithin = parseQuantity(text) <= parseQuantity(bound);
  return isWithin ? [] : [{ path, value: `"${text}"`, message: `is more than ${meaning}`, fix: `lower it to at most ${bound}` }];
}
