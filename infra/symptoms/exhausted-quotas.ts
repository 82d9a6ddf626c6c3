import { parseQuantity } from "../quantities/quantity";
import type { Stack } from "../stack/stack";
import { tierObjectName } from "../tiers/objects";
import type { ResourceQuota } from "./api/resource-quota";
import { readOrNone } from "./lists";
import { defineSymptom, type SymptomFinding } from "./symptom";

/** Quotas that have refused a pod or are used up. Such a pod is never pending: it is not even made. */
export const exhaustedQuotas = defineSymptom({
  name: "exhausted-quotas",
  title: "Quotas that are used up",
  needs: ["resourceQuotas"],
  find: ({ resourceQuotas }, { stack, readings }) => {
    const refused = readOrNone(readings, "failedCreations").flatMap(({ metadata, involvedObject, message }) => {
      const refusal = refusalIn(message);
      return refusal === undefined
        ? []
        : [{ ...refusal, namespace: metadata.namespace, by: `${involvedObject.kind} ${involvedObject.name}` }];
    });
    return resourceQuotas.flatMap((quota): readonly SymptomFinding[] => {
      const { namespace, name } = quota.metadata;
      const own = refused.filter((each) => each.namespace === namespace && each.quota === name && stillRefuses(each.requested, quota));
      const used = usedUp(quota);
      if (own.length === 0 && used.length === 0) {
        return [];
      }
      const shares = used.length > 0 ? used : sharesOf(quota, Object.keys(own[0]?.requested ?? {}));
      const makers = [...new Set(own.map(({ by }) => by))];
      const wanted = own.length === 0 ? "" : `; ${makers.join(", ")} cannot make a pod that requests ${listOf(own[0]?.requested ?? {})}`;
      return [
        {
          severity: own.length === 0 ? "warning" : "critical",
          subject: `namespace ${namespace}`,
          seen: `quota ${name}: ${shares.join(", ")}${wanted}`,
          ...remedyOf(namespace, name, stack),
        },
      ];
    });
  },
});

interface Refusal {
  readonly quota: string;
  readonly requested: Readonly<Record<string, string>>;
}

/**
 * `exceeded quota: tier, requested: requests.memory=2Gi, used: requests.memory=14Gi, limited: requests.memory=16Gi`
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go
 */
export function refusalIn(message: string): Refusal | undefined {
  const [, quota, requested] = /exceeded quota: ([^,\s]+), requested: (.+?), used: /.exec(message) ?? [];
  if (quota === undefined || requested === undefined) {
    return undefined;
  }
  const pairs = requested.split(",").map((pair) => pair.trim().split("="));
  return {
    quota,
    requested: Object.fromEntries(
      pairs.flatMap(([resource, amount]) => (resource === undefined || amount === undefined ? [] : [[resource, amount]])),
    ),
  };
}

/** Events stay for an hour; by then there may be room. */
function stillRefuses(requested: Refusal["requested"], { status }: ResourceQuota): boolean {
  return Object.entries(requested).some(([resource, amount]) => {
    const hard = status?.hard[resource];
    return hard !== undefined && parseQuantity(status?.used[resource] ?? "0") + parseQuantity(amount) > parseQuantity(hard);
  });
}

function usedUp(quota: ResourceQuota): readonly string[] {
  const { hard = {}, used = {} } = quota.status ?? {};
  const full = Object.keys(hard).filter((resource) => {
    const limit = parseQuantity(hard[resource] ?? "0");
    return limit > 0n && parseQuantity(used[resource] ?? "0") >= limit;
  });
  return sharesOf(quota, full);
}

function sharesOf({ status }: ResourceQuota, resources: readonly string[]): readonly string[] {
  return resources.map((resource) => `${resource} ${status?.used[resource] ?? "0"} of ${status?.hard[resource] ?? "?"}`);
}

function listOf(amounts: Readonly<Record<string, string>>): string {
  return Object.entries(amounts)
    .map(([resource, amount]) => `${resource} ${amount}`)
    .join(", ");
}

function remedyOf(namespace: string, quota: string, stack: Stack): Pick<SymptomFinding, "why" | "fix"> {
  const tier = stack.namespaces.find(({ name }) => name === namespace)?.tier;
  const reduce = `npm run rightsize ${stack.name} shows who requests more than it uses`;
  return quota === tierObjectName && tier !== undefined && stack.tiers !== undefined
    ? {
        why: `each namespace of tier ${tier} gets that much`,
        fix: `raise the quota of ${tier} in the tiers' table, or move the namespace to another tier (docs/tiers.md); ${reduce}`,
      }
    : {
        why: "the quota is not one that Berth makes",
        fix: `whoever made it may raise it: kubectl -n ${namespace} edit resourcequota ${quota}; ${reduce}`,
      };
}
