import { capabilityKey } from "../../hardware/capabilities";
import type { NodeRequirement } from "../../workloads/schema";
import { isUsable } from "../constraints/admission";
import type { PlannedWorkload } from "../plan-document";
import type { PlacementNode, PlacementWorkload } from "../problem";
import { compareText } from "../search/model";
import type { Pinning } from "./pinning";
import type { NodeSelectorRequirement, PodPlacement } from "./pod-placement";
import { type Selection, smallestExpression } from "./smallest-expression";

/** Weight of the preference for the planned nodes: the most that Kubernetes allows. */
const preferenceWeight = 100;

export type NodePlacement = Pick<PodPlacement, "nodeSelector"> & {
  readonly nodeAffinity?: NonNullable<NonNullable<PodPlacement["affinity"]>["nodeAffinity"]>;
};

/** What a pod template must say about nodes for the plan to hold, and what it cannot say. */
export interface EmittedNodes {
  readonly placement: NodePlacement;
  /** Nodes that the pods may use besides those meant, because their capabilities are the same, sorted. */
  readonly indistinguishable: readonly string[];
}

/**
 * The node selector and node affinity of a workload.
 *
 * - Hardware needs with one value stand in `nodeSelector`, the others in required affinity.
 * - The allowed nodes are required, and the planned ones among them preferred. Which are allowed is for the pinning to
 *   say: with the failover nodes, or without.
 * - When the allowed nodes are all that the workload could use anyway, requiring them would say nothing; its hardware
 *   needs are then repeated as required affinity, because the descheduler looks only at pods that have some.
 */
export function emitNodes(
  workload: PlacementWorkload,
  planned: Pick<PlannedWorkload, "nodes"> & Pick<Pinning, "allowed">,
  nodes: readonly PlacementNode[],
  select: Select,
): EmittedNodes {
  const usable = new Set(nodes.filter((node) => isUsable(workload, node)).map(({ name }) => name));
  const chosen = new Set(planned.nodes);
  const { allowed } = planned;
  const hardware = workload.requires.map(toSelectorRequirement);
  const nodeSelector = Object.fromEntries(
    hardware.flatMap(({ key, operator, values }) => (operator === "In" && values?.length === 1 ? values.map((value) => [key, value]) : [])),
  );
  const beyondSelector = hardware.filter(
    ({ key, operator, values }) => !(operator === "In" && values?.length === 1 && nodeSelector[key] === values[0]),
  );

  // The keys of the target say why the nodes were chosen; failing those, the pool is what the user groups machines by.
  const preferredKeys = [...workload.target.map(({ key }) => key), capabilityKey.pool];
  const reachesAll = [...usable].every((name) => allowed.has(name));
  const required = chosen.size === 0 || reachesAll ? undefined : select(allowed, preferredKeys);
  const reach = new Set([...(required?.selects ?? usable)].filter((name) => usable.has(name)));
  const preferred = chosen.size === 0 || [...reach].every((name) => chosen.has(name)) ? undefined : select(chosen, preferredKeys);
  const prefersAll = preferred !== undefined && [...reach].every((name) => preferred.selects.includes(name));

  const expressions = distinct([...(required === undefined ? hardware : beyondSelector), ...(required?.requirements ?? [])]);
  const preferences = preferred === undefined || prefersAll ? [] : preferred.requirements;
  const nodeAffinity = {
    ...(expressions.length === 0
      ? {}
      : { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: expressions }] } }),
    ...(preferences.length === 0
      ? {}
      : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: preferenceWeight, preference: { matchExpressions: preferences } }] }),
  };
  const unplanned = [...reach].filter((name) => !allowed.has(name));
  const unpreferred = (preferred?.selects ?? []).filter((name) => reach.has(name) && !chosen.has(name));
  return {
    placement: {
      ...(Object.keys(nodeSelector).length === 0 ? {} : { nodeSelector }),
      ...(Object.keys(nodeAffinity).length === 0 ? {} : { nodeAffinity }),
    },
    indistinguishable: chosen.size === 0 ? [] : [...new Set([...unplanned, ...unpreferred])].sort(compareText),
  };
}

/** Finds the expression for a set of nodes. */
export type Select = (names: ReadonlySet<string>, preferredKeys: readonly string[]) => Selection;

/** {@link smallestExpression} over the nodes, remembering its answers: many workloads are planned onto the same set. */
export function selector(nodes: readonly PlacementNode[]): Select {
  const known = new Map<string, Selection>();
  return (names, preferredKeys) => {
    const question = JSON.stringify([[...names].sort(compareText), preferredKeys]);
    const selection = known.get(question) ?? smallestExpression(nodes, names, preferredKeys);
    known.set(question, selection);
    return selection;
  };
}

/** A requirement in the words of the Kubernetes API. */
export function toSelectorRequirement(requirement: NodeRequirement): NodeSelectorRequirement {
  return "values" in requirement
    ? { key: requirement.key, operator: requirement.operator, values: requirement.values }
    : { key: requirement.key, operator: requirement.operator };
}

function distinct(requirements: readonly NodeSelectorRequirement[]): readonly NodeSelectorRequirement[] {
  return [...new Map(requirements.map((requirement) => [JSON.stringify(requirement), requirement])).values()];
}
