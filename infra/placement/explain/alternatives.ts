import { ceilingPerMille } from "../objectives/ceilings";
import { perMille } from "../objectives/objective";
import type { Assignment } from "../search/assign";
import { cpu, memory } from "../search/model";
import type { State } from "../search/state";
import { put, take } from "../search/step";
import { obstacles } from "./obstacles";

/**
 * Why one pod of a workload is not on each of some other nodes instead: the first constraint in the way, else the first
 * objective that it would worsen.
 */
export function whyNot(assignment: Assignment, w: number, from: number, others: readonly number[]): readonly string[] {
  const { state } = assignment;
  const before = Float64Array.from(state.totals);
  const mark = state.mark();
  const taken = take(state, w, from);
  const reasons = others.map((to) => whyNotThere(assignment, before, taken, to));
  state.undo(mark);
  return reasons;
}

function whyNotThere(assignment: Assignment, before: Float64Array, taken: readonly number[], to: number): string {
  const { state, ranked } = assignment;
  const [obstacle] = obstacles(state, taken[0] ?? -1, to);
  if (obstacle !== undefined) {
    return obstacle.reason;
  }
  const mark = state.mark();
  const followersFit = put(state, taken, to) && !state.isBroken;
  const level = before.findIndex((total, l) => (state.totals[l] ?? 0) !== total);
  const difference = (state.totals[level] ?? 0) - (before[level] ?? 0);
  const { maxMoves } = assignment.model.problem;
  const reason = !followersFit
    ? "what must share its node does not fit"
    : difference < 0
      ? maxMoves === undefined
        ? "better by less than a proof tells apart"
        : `better, but no more than ${maxMoves} pods may move`
      : worsening(state, to, ranked.objectiveOf[level], difference);
  state.undo(mark);
  return reason;
}

function worsening(
  state: State,
  to: number,
  objective: Assignment["ranked"]["objectiveOf"][number] | undefined,
  difference: number,
): string {
  switch (objective) {
    case "control-plane":
      return "control plane, kept for the core";
    case "survive-loss":
      return "more pods would wait when a node or host is lost";
    case "replicas-apart":
      return "more replicas would be lost together";
    case "ceilings":
      return overCeiling(state, to);
    case "watts":
      return `${Math.ceil(difference / 100) / 10} W more`;
    case "balance":
      return `less even (cpu ${percent(state, to, cpu)} %, memory ${percent(state, to, memory)} % with it)`;
    case "disruption":
    case "tie-break":
      return "one more restart";
    case "left-behind":
      return "another pod would have to stay where it may not";
    case "place":
      return "another pod would lose its place";
    case undefined:
      return "as good, no better";
  }
}

function overCeiling(state: State, n: number): string {
  const over = [cpu, memory].flatMap((r) => {
    const ceiling = ceilingPerMille(state.model, n, r);
    const share = perMille(state.used(n, r), state.model.capacity[n * state.model.resources.length + r] ?? 0);
    return share > ceiling ? [`${r === cpu ? "cpu" : "memory"} ${share / 10} % over the ceiling of ${ceiling / 10} %`] : [];
  });
  return over.length > 0 ? over.join(" and ") : "more over the ceilings elsewhere";
}

function percent(state: State, n: number, r: number): number {
  return Math.round(perMille(state.used(n, r), state.model.capacity[n * state.model.resources.length + r] ?? 0) / 10);
}
