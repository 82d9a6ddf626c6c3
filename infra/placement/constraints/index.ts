import type { ModelFacts } from "../search/model";
import { admission } from "./admission";
import { antiAffinity } from "./anti-affinity";
import { colocation } from "./colocation";
import type { Constraint, NodeConstraint, PreparedConstraint } from "./constraint";
import { devices } from "./devices";
import { hostCapacity } from "./host-capacity";
import { hostPorts } from "./host-ports";
import { podAffinity } from "./pod-affinity";
import { podCount } from "./pod-count";
import { resources } from "./resources";
import { sharedSpread } from "./shared-spread";
import { spread } from "./spread";

/** In the order in which they are checked and named; before {@link constraints}. */
export const nodeConstraints: readonly NodeConstraint[] = [admission, podCount, resources];

/** In the order in which they are checked and named. */
export const constraints: readonly Constraint[] = [
  devices,
  hostPorts,
  antiAffinity,
  colocation,
  podAffinity,
  spread,
  sharedSpread,
  hostCapacity,
];

/** The constraints that a problem has any use for, and which of them each workload has to do with. */
export interface ConstraintSet {
  readonly prepared: readonly (PreparedConstraint & { readonly name: string })[];
  /** Group of each workload: its members are concerned and counted by the same constraints. */
  readonly groupOf: Int32Array;
  /** Of each group, the constraints that may refuse its pods, and those that are told of them: indices of `prepared`. */
  readonly groups: readonly { readonly concerns: readonly number[]; readonly counts: readonly number[] }[];
}

export function prepareConstraints(model: ModelFacts): ConstraintSet {
  const prepared = constraints.flatMap(({ name, prepare }) => {
    const made = prepare(model);
    return made === undefined ? [] : [{ name, ...made }];
  });
  const known = new Map<string, number>();
  const groups: ConstraintSet["groups"][number][] = [];
  const groupOf = Int32Array.from(model.workloads, (_, w) => {
    const concerns = prepared.flatMap((each, c) => (each.concerns(w) ? [c] : []));
    const counts = prepared.flatMap((each, c) => ((each.counts ?? each.concerns)(w) ? [c] : []));
    const key = `${concerns.join()};${counts.join()}`;
    const group = known.get(key) ?? groups.length;
    if (group === groups.length) {
      known.set(key, group);
      groups.push({ concerns, counts });
    }
    return group;
  });
  return { prepared, groupOf, groups };
}
