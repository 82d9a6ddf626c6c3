import { type Assignment, assign } from "../search/assign";
import { isLarge } from "../search/size";
import type { UnplacedWorkload } from "../plan-document";
import { obstacles } from "./obstacles";
import { remedyCandidates } from "./remedies";
import { namesOf, representatives } from "./representatives";

/** Remedies shown per workload, and how many candidates are tried for all workloads together. */
const remediesShown = 3;
const trialLimit = 12;
/** Nodes that a constraint names in a large problem before it counts the rest. */
const namesShown = 4;

/** Every workload that lacks a node for some of its pods, with what stands in the way and what would help. */
export function explainUnplaced(assignment: Assignment): readonly UnplacedWorkload[] {
  let trials = trialLimit;
  const unlimited = withoutLimit(assignment);
  return assignment.model.workloads.flatMap((workload, w) => {
    const missing = assignment.state.unplaced(w);
    if (missing <= 0) {
      return [];
    }
    const remedies: string[] = [];
    for (const remedy of trials > 0 ? remedyCandidates(assignment.state, w) : []) {
      if (remedies.length < remediesShown && trials > 0) {
        trials--;
        if (isLarge(assignment.model)) {
          // Each takes all that is in the way off one node; another search would take too long to see what else it does.
          remedies.push(missing === 1 ? remedy.text : `${remedy.text} (for 1 of ${missing} pods)`);
          continue;
        }
        const left = afterwards(assignment, remedy.apply, workload.id);
        if (left < missing) {
          remedies.push(left === 0 ? remedy.text : `${remedy.text} (for ${missing - left} of ${missing} pods)`);
        }
      }
    }
    const { maxMoves } = assignment.model.problem;
    const wantsMoves = maxMoves !== undefined && unlimited !== undefined && unlimited.state.unplaced(w) < missing;
    const constraints = [...blockedBy(assignment, w), ...(wantsMoves ? [`moves: no more than ${maxMoves} pods may move`] : [])];
    return [{ namespace: workload.namespace, name: workload.name, replicas: missing, blockedBy: constraints, remedies }];
  });
}

/** What the plan would be if any number of pods could move; undefined when they can, or when no pod lacks a node. */
function withoutLimit({ model, state }: Assignment): Assignment | undefined {
  const { maxMoves, ...unlimited } = model.problem;
  return maxMoves === undefined || model.workloads.every((_, w) => state.unplaced(w) <= 0) ? undefined : assign(unlimited);
}

/** Pods of the workload without a node after a change that must not cost another pod its own; all of them if it does. */
function afterwards(
  { model, state }: Assignment,
  change: (problem: Assignment["model"]["problem"]) => Assignment["model"]["problem"],
  id: string,
): number {
  const trial = assign(change(model.problem));
  const left = (of: Assignment["state"]): number =>
    of.model.workloads.reduce((sum, workload, w) => sum + (workload.id === id ? 0 : of.unplaced(w)), 0);
  const own = trial.model.workloads.findIndex((workload) => workload.id === id);
  return left(trial.state) > left(state) ? Number.POSITIVE_INFINITY : trial.state.unplaced(own);
}

/** The constraints that keep one more pod of a workload from every node, each with the nodes that it rules out. */
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
  const asked = representatives(state, w, (n) => state.count(w, n) === 0 || model.workloads[w]?.mode !== "perNode");
  const free = asked.flatMap((each) => obstacles(state, w, each.n).map(({ constraint }) => ({ constraint, each })));
  const shown = isLarge(model) ? namesShown : model.nodes.length;
  return [...Map.groupBy(free, ({ constraint }) => constraint)].map(
    ([constraint, group]) =>
      `${constraint}: ${namesOf(
        state,
        group.map(({ each }) => each),
        shown,
      )}`,
  );
}
