import { type Assignment, assign } from "../search/assign";
import { isLarge } from "../search/size";
import type { UnplacedWorkload } from "../plan-document";
import { blockingSet, nodesFor } from "./blocking-set";
import { namesOf } from "./representatives";
import { workingRemedies } from "./working-remedies";

/** Plans that are tried for the remedies of all workloads together: the fewer the more pairs of a node and a workload there are. */
const trials = { most: 48, least: 6, pairs: 12_000 } as const;
/** At most and at least for the remedies of one workload. */
const trialsEach = { most: 40, least: 2 } as const;
/** Nodes that a constraint names in a large problem before it counts the rest. */
const namesShown = 4;

/** Every workload that lacks a node for some of its pods, with what stands in the way and what would help. */
export function explainUnplaced(assignment: Assignment): readonly UnplacedWorkload[] {
  const { model, state } = assignment;
  const lacking = model.workloads.flatMap((workload, w) => {
    const missing = state.unplaced(w);
    return missing > 0 ? [{ workload, w, missing }] : [];
  });
  if (lacking.length === 0) {
    return [];
  }
  const { maxMoves } = model.problem;
  const unlimited = withoutLimit(assignment);
  const limit = Math.max(trials.least, Math.min(trials.most, Math.floor(trials.pairs / (model.nodes.length * model.workloads.length))));
  const each = Math.max(trialsEach.least, Math.min(trialsEach.most, Math.floor(limit / lacking.length)));
  return lacking.map(({ workload, w, missing }, place) => {
    const blocking = blockedBy(assignment, w);
    const wantsMoves = maxMoves !== undefined && unlimited !== undefined && unlimited.state.unplaced(w) < missing;
    return {
      namespace: workload.namespace,
      name: workload.name,
      replicas: missing,
      blockedBy: wantsMoves ? [...blocking, `moves: no more than ${maxMoves} pods may move`] : blocking,
      remedies: workingRemedies(assignment, w, place * each < limit ? each : 0).map(({ remedy, placed }) =>
        placed === missing ? remedy.text : `${remedy.text} (for ${placed} of ${missing} pods)`,
      ),
    };
  });
}

/** What the plan would be if any number of pods could move; undefined when they can. */
function withoutLimit({ model }: Assignment): Assignment | undefined {
  const { maxMoves, ...unlimited } = model.problem;
  return maxMoves === undefined ? undefined : assign(unlimited);
}

/** A smallest set of constraints that keeps one more pod of a workload from every node, each with the nodes that it rules out. */
export function blockedBy({ model, state }: Pick<Assignment, "model" | "state">, w: number): readonly string[] {
  if (model.workloads[w]?.mode === "fixed") {
    const absent = Object.keys(model.workloads[w].current)
      .filter((name) => !model.nodeIndex.has(name))
      .sort();
    const because = model.workloads[w].fixedBecause;
    return [
      absent.length > 0 ? `fixed: ${absent.join(", ")}${because === undefined ? "" : ` (${because})`}` : "fixed: it runs nowhere yet",
    ];
  }
  const shown = isLarge(model) ? namesShown : model.nodes.length;
  const candidates = nodesFor(state, w);
  return [...Map.groupBy(blockingSet(state, w), ({ blocker }) => blocker.constraint)].map(([constraint, group]) => {
    const ruledOut = new Set(group.flatMap(({ nodes }) => nodes.map(({ n }) => n)));
    const named = candidates.filter(({ n }) => ruledOut.has(n));
    return `${constraint}: ${namesOf(state, named, shown)}`;
  });
}
