import type { NodeSelectorTerm } from "../placement/emit/pod-placement";
import type { NodePlacement } from "../placement/emit/node-placement";
import { capabilityKey } from "../hardware/capabilities";
import type { NodeRequirement } from "../workloads/schema";
import type { Workload } from "../workloads/workload";
import type { BurstPool } from "./burst-pool";

/** The most that Kubernetes allows. */
const preferenceWeight = 100;

/** Node selector and affinity of what runs on rented nodes alone: what it requires of them, which they all have. */
export function onRentedNodes({ requires }: Pick<Workload, "requires">): NodePlacement {
  const exact = (requirement: NodeRequirement): requirement is NodeRequirement & { readonly values: string[] } =>
    requirement.operator === "In" && requirement.values.length === 1;
  return {
    nodeSelector: Object.fromEntries(requires.filter(exact).flatMap(({ key, values }) => values.map((value) => [key, value]))),
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: requires }] } },
  };
}

/**
 * Opens a placement to rented nodes. The terms of required affinity are alternatives, so that the planned set stays as it
 * is; hardware needs in the node selector hold for both. Every machine of the table is preferred to a rented one.
 */
export function orOnRentedNodes({ nodeAffinity, ...placement }: NodePlacement, { profile }: BurstPool): NodePlacement {
  const rented = { key: capabilityKey.pool, values: [profile.pool] };
  const required = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const alternative: NodeSelectorTerm = { matchExpressions: [{ ...rented, operator: "In" }] };
  return {
    ...placement,
    nodeAffinity: {
      ...(required === undefined
        ? {}
        : { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [...required.nodeSelectorTerms, alternative] } }),
      preferredDuringSchedulingIgnoredDuringExecution: [
        ...(nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []),
        { weight: preferenceWeight, preference: { matchExpressions: [{ ...rented, operator: "NotIn" }] } },
      ],
    },
  };
}
