import { hostnameLabel } from "../../hardware/node-labels";
import { meetsRequirement } from "../../selectors/label-requirement";
import { compareText } from "../search/model";
import type { NodeSelectorRequirement } from "./pod-placement";

/** A node and what a user may select it by. */
export interface SelectableNode {
  readonly name: string;
  readonly capabilities: Readonly<Record<string, string>>;
}

/** A conjunction of requirements and what it selects. */
export interface Selection {
  /** At most one per key, by key. None: every node. */
  readonly requirements: readonly NodeSelectorRequirement[];
  /** Names of the nodes that meet all of them, sorted. */
  readonly selects: readonly string[];
  /**
   * Whether that is just the set asked for. Otherwise some node outside the set has the same capabilities as one inside,
   * and `selects` is the smallest set around it that capabilities can tell from the rest.
   */
  readonly exact: boolean;
}

/** With more values to exclude per key than this, subsets of them are not tried: the result selects right but may name more values than needed. */
const excludedValuesTried = 10;

/**
 * The smallest conjunction of requirements over capability labels that selects exactly the given nodes: fewest
 * requirements, then the keys that stand earliest in `preferredKeys` (keys that are not in it count as after its last),
 * then fewest values, then first in alphabetical order.
 *
 * @param nodes every node of the cluster; those outside the set must not be selected.
 * @param wanted names of at least one of the nodes.
 * @param preferredKeys keys that say best why the set is meant, the best first. Default: none is better than another.
 * @throws RangeError when `wanted` names none of the nodes.
 */
export function smallestExpression(
  nodes: readonly SelectableNode[],
  wanted: ReadonlySet<string>,
  preferredKeys: readonly string[] = [],
): Selection {
  const keys = [...new Set(nodes.flatMap(({ capabilities }) => Object.keys(capabilities)))]
    .filter((key) => key !== hostnameLabel)
    .sort(compareText);
  const inside = nodes.filter(({ name }) => wanted.has(name));
  if (inside.length === 0) {
    throw new RangeError("the set of nodes to select is empty");
  }
  const closed = nodes.filter((node) => keys.every((key) => inside.some((other) => other.capabilities[key] === node.capabilities[key])));
  const outside = nodes.filter((node) => !closed.includes(node));
  return {
    requirements: search(keys, closed, outside, preferredKeys),
    selects: closed.map(({ name }) => name).sort(compareText),
    exact: closed.length === inside.length,
  };
}

function search(
  keys: readonly string[],
  inside: readonly SelectableNode[],
  outside: readonly SelectableNode[],
  preferredKeys: readonly string[],
): readonly NodeSelectorRequirement[] {
  for (let size = 0; size <= keys.length; size++) {
    let best: Candidate | undefined;
    for (const chosen of subsets(keys, size)) {
      best = narrow(chosen, inside, outside, { requirements: [], values: 0, rank: rankOf(chosen, preferredKeys), text: "" }, best);
    }
    if (best !== undefined) {
      return best.requirements;
    }
  }
  throw new Error("unreachable: all keys together tell the set from the rest");
}

function rankOf(keys: readonly string[], preferredKeys: readonly string[]): number {
  return keys.reduce((sum, key) => sum + (preferredKeys.includes(key) ? preferredKeys.indexOf(key) : preferredKeys.length), 0);
}

interface Candidate {
  readonly requirements: readonly NodeSelectorRequirement[];
  readonly values: number;
  /** Sum of the keys' places in the preferred order. */
  readonly rank: number;
  readonly text: string;
}

/** Adds one requirement for each key that is left, and returns the best that selects none of `outside`. */
function narrow(
  keys: readonly string[],
  inside: readonly SelectableNode[],
  outside: readonly SelectableNode[],
  sofar: Candidate,
  best: Candidate | undefined,
): Candidate | undefined {
  const [key, ...rest] = keys;
  if (best !== undefined && (sofar.rank - best.rank || sofar.values - best.values) > 0) {
    return best;
  }
  if (key === undefined) {
    return outside.length === 0 && (best === undefined || isSmaller(sofar, best)) ? sofar : best;
  }
  // The keys that follow can exclude no more than they do at their tightest.
  const reachable = outside.filter((node) =>
    keys.every((each) => inside.some((other) => other.capabilities[each] === node.capabilities[each])),
  );
  if (reachable.length > 0) {
    return best;
  }
  let found = best;
  for (const requirement of requirementsFor(key, inside, outside)) {
    const left = outside.filter((node) => meetsRequirement(requirement, node.capabilities));
    const text = `${sofar.text}${key} ${requirement.operator} ${requirement.values?.join() ?? ""};`;
    found = narrow(
      rest,
      inside,
      left,
      { ...sofar, requirements: [...sofar.requirements, requirement], values: sofar.values + (requirement.values?.length ?? 0), text },
      found,
    );
  }
  return found;
}

function isSmaller(a: Candidate, b: Candidate): boolean {
  return (a.rank - b.rank || a.values - b.values || compareText(a.text, b.text)) < 0;
}

/** Every requirement on the key that all of `inside` meet and that could be part of a smallest expression. */
function requirementsFor(
  key: string,
  inside: readonly SelectableNode[],
  outside: readonly SelectableNode[],
): readonly NodeSelectorRequirement[] {
  const has = new Set(inside.map(({ capabilities }) => capabilities[key]));
  const values = [...has].filter((value) => value !== undefined).sort(compareText);
  const others = new Set(outside.flatMap(({ capabilities }) => capabilities[key] ?? []));
  const excludable = [...others].filter((value) => !has.has(value)).sort(compareText);
  const present: readonly NodeSelectorRequirement[] = has.has(undefined)
    ? []
    : [
        { key, operator: "Exists" },
        { key, operator: "In", values },
      ];
  const absent: readonly NodeSelectorRequirement[] = values.length === 0 ? [{ key, operator: "DoesNotExist" }] : [];
  const sizes = excludable.length <= excludedValuesTried ? Array.from(excludable, (_, i) => i + 1) : [excludable.length];
  const excluding = sizes.flatMap((size) =>
    [...subsets(excludable, size)].map((some): NodeSelectorRequirement => ({ key, operator: "NotIn", values: some })),
  );
  return [...absent, ...present, ...excluding];
}

/** All subsets of the given size, in order. */
function* subsets<T>(all: readonly T[], size: number, from = 0): Iterable<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [i, first] of all.entries()) {
    if (i >= from && all.length - i >= size) {
      for (const others of subsets(all, size - 1, i + 1)) {
        yield [first, ...others];
      }
    }
  }
}
