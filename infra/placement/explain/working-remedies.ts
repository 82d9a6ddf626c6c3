import { type Assignment, assign } from "../search/assign";
import { isBetter } from "../search/is-better";
import { isLarge } from "../search/size";
import { type Remedy, remedyCandidates, together } from "./remedies";

/** Remedies shown per workload. */
const remediesShown = 3;

/** A remedy that was tried, and to how many pods it gave a node. */
export interface WorkingRemedy {
  readonly remedy: Remedy;
  readonly placed: number;
}

/**
 * What would give pods of a workload their nodes, the cheapest first: each was tried by planning anew, costs no other pod
 * its node, and is as small as it can be where it is an amount. In a large problem, where planning anew takes too long,
 * each takes away all that keeps one pod off one node as things are.
 *
 * @param trials Plans that may be tried.
 */
export function workingRemedies(assignment: Assignment, w: number, trials: number): readonly WorkingRemedy[] {
  const missing = assignment.state.unplaced(w);
  const id = assignment.model.workloads[w]?.id ?? "";
  const candidates = trials > 0 ? remedyCandidates(assignment.state, w, isLarge(assignment.model) ? 1 : missing) : [];
  if (isLarge(assignment.model)) {
    return candidates.slice(0, remediesShown).map((remedy) => ({ remedy, placed: 1 }));
  }
  const working: WorkingRemedy[] = [];
  let left = trials;
  const placedBy = (remedy: Remedy): number => {
    left--;
    return missing - unplacedAfter(assignment, remedy, id);
  };
  for (const remedy of candidates) {
    if (
      left > 0 &&
      working.length < remediesShown &&
      !working.some((known) => known.placed === missing && includes(remedy, known.remedy))
    ) {
      const placed = placedBy(remedy);
      if (placed > 0) {
        working.push({ remedy: leastOf(remedy, (smaller) => left > 0 && placedBy(smaller) >= placed), placed });
      }
    }
  }
  return working;
}

/** Whether a remedy does all that another one does, and more. */
function includes(remedy: Remedy, other: Remedy): boolean {
  const texts = new Set(remedy.changes.map(({ text }) => text));
  return other.changes.every(({ text }) => texts.has(text));
}

/**
 * The remedy with each of its amounts, one after the other, as small as suffices: with one unit less it would not, unless
 * trials run out before. That the amount given is the least is tried first, and most often so.
 */
function leastOf(remedy: Remedy, suffices: (smaller: Remedy) => boolean): Remedy {
  return remedy.changes.reduce((least, { amount }, i) => {
    if (amount === undefined) {
      return least;
    }
    const by = (units: number): Remedy => together(least.changes.map((change, at) => (at === i ? amount.resized(units) : change)));
    if (!suffices(by(amount.units - 1))) {
      return least;
    }
    let enough = amount.units - 1;
    for (let tooLittle = 0; enough - tooLittle > 1;) {
      const middle = Math.floor((tooLittle + enough) / 2);
      if (suffices(by(middle))) {
        enough = middle;
      } else {
        tooLittle = middle;
      }
    }
    return by(enough);
  }, remedy);
}

/** Pods of the workload without a node after a change that must not cost another pod its own; all of them if it does. */
function unplacedAfter({ model, state }: Assignment, remedy: Remedy, id: string): number {
  const changed = remedy.apply(model.problem);
  const own = state.unplaced(model.workloads.findIndex((workload) => workload.id === id));
  // How much has a node at best can be had without the other objectives, which take most of the time. Which of several
  // pods waits is theirs to say.
  const [first] = model.problem.objectives;
  if (first === "place") {
    const least = assign({ ...changed, objectives: ["place"] }).state.totals;
    if (!isBetter(least, state.totals.slice(0, least.length))) {
      return own;
    }
    if (least.every((value) => value === 0)) {
      return 0;
    }
  }
  const trial = assign(changed);
  const without = (of: Assignment["state"]): number =>
    of.model.workloads.reduce((sum, workload, w) => sum + (workload.id === id ? 0 : of.unplaced(w)), 0);
  const then = trial.model.workloads.findIndex((workload) => workload.id === id);
  return without(trial.state) > without(state) ? Number.POSITIVE_INFINITY : trial.state.unplaced(then);
}
