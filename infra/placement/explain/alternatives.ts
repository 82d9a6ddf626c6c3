import { ceilingPerMille } from "../objectives/ceilings";
import { perMille } from "../objectives/objective";
import type { Assignment } from "../search/assign";
import { cpu, memory, type Model } from "../search/model";
import { put, take } from "../search/step";
import { shared } from "../search/topology";
import { firstObstacle } from "./obstacles";

/**
 * Why one pod of a workload is not on each of some other nodes instead: the first constraint in the way, else the first
 * objective that it would worsen.
 */
export function whyNot(assignment: Assignment, w: number, from: number, others: readonly number[]): readonly string[] {
  const { state } = assignment;
  const before = state.totals.slice();
  const mark = state.mark();
  const taken = take(state, w, from);
  const canProbe = state.index !== undefined && taken.length === 1 && !state.mayBreak(w) && !state.isBroken;
  const owed = state.compared;
  for (let l = 0; l < owed.length; l++) {
    owed[l] = (before[l] ?? 0) - (state.totals[l] ?? 0);
  }
  const reasons: string[] = [];
  for (const to of others) {
    const obstacle = firstObstacle(state, w, to);
    reasons.push(
      obstacle !== undefined
        ? obstacle.reason
        : canProbe
          ? whyNotProbed(assignment, w, to, owed)
          : whyNotTried(assignment, before, taken, to),
    );
  }
  state.undo(mark);
  return reasons;
}

function whyNotTried(assignment: Assignment, before: Float64Array, taken: readonly number[], to: number): string {
  const { state } = assignment;
  const mark = state.mark();
  const followersFit = put(state, taken, to) && !state.isBroken;
  const level = before.findIndex((total, l) => (state.totals[l] ?? 0) !== total);
  const difference = (state.totals[level] ?? 0) - (before[level] ?? 0);
  const [cpuUsed, memoryUsed] = [state.used(to, cpu), state.used(to, memory)];
  state.undo(mark);
  return followersFit ? verdict(assignment, level, difference, to, cpuUsed, memoryUsed) : "what must share its node does not fit";
}

/**
 * The same for one pod that is only imagined on the node. That is a fraction of the work, and a large problem has it for
 * every workload and kind of node.
 *
 * @param owed By level, the change that would make up for the pod's leaving the node where it is.
 */
function whyNotProbed(assignment: Assignment, w: number, to: number, owed: Float64Array): string {
  const { model, state } = assignment;
  const { probed: change } = state;
  state.probe(w, to, change, owed);
  let level = 0;
  while (level < owed.length && change[level] === owed[level]) {
    level++;
  }
  // As if the pod had been there: the next workload is told of another node of the kind.
  state.index?.changed(to);
  const request = w * model.width;
  const cpuUsed = state.used(to, cpu) + (model.requests[request + cpu] ?? 0);
  const memoryUsed = state.used(to, memory) + (model.requests[request + memory] ?? 0);
  return verdict(assignment, level, (change[level] ?? 0) - (owed[level] ?? 0), to, cpuUsed, memoryUsed);
}

/** What speaks against a node on which the workload could be, by the first level that would differ. */
function verdict(
  { model, ranked }: Assignment,
  level: number,
  difference: number,
  to: number,
  cpuUsed: number,
  memoryUsed: number,
): string {
  if (difference >= 0) {
    return worsening(model, ranked.objectiveOf[level], difference, to, cpuUsed, memoryUsed);
  }
  const { maxMoves } = model.problem;
  return maxMoves === undefined ? "better by less than a proof tells apart" : `better, but no more than ${maxMoves} pods may move`;
}

// A large problem has the same few texts millions of times: made once each, they are told apart without being read.
const lessEven = shared((cpuPercent: number) =>
  shared((memoryPercent: number) => `less even (cpu ${cpuPercent} %, memory ${memoryPercent} % with it)`),
);
const moreWatts = shared((tenths: number) => `${tenths / 10} W more`);

function worsening(
  model: Model,
  objective: Assignment["ranked"]["objectiveOf"][number] | undefined,
  difference: number,
  to: number,
  cpuUsed: number,
  memoryUsed: number,
): string {
  switch (objective) {
    case "control-plane":
      return "control plane, kept for the core";
    case "survive-loss":
      return "more pods would wait when a node or host is lost";
    case "replicas-apart":
      return "more replicas would be lost together";
    case "ceilings":
      return overCeiling(model, to, cpuUsed, memoryUsed);
    case "watts":
      return moreWatts(Math.ceil(difference / 100));
    case "balance":
      return lessEven(percent(model, to, cpu, cpuUsed))(percent(model, to, memory, memoryUsed));
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

function overCeiling(model: Model, n: number, cpuUsed: number, memoryUsed: number): string {
  const over = [cpu, memory].flatMap((r) => {
    const ceiling = ceilingPerMille(model, n, r);
    const share = perMille(r === cpu ? cpuUsed : memoryUsed, model.capacity[n * model.width + r] ?? 0);
    return share > ceiling ? [`${r === cpu ? "cpu" : "memory"} ${share / 10} % over the ceiling of ${ceiling / 10} %`] : [];
  });
  return over.length > 0 ? over.join(" and ") : "more over the ceilings elsewhere";
}

function percent(model: Model, n: number, r: number, used: number): number {
  return Math.round(perMille(used, model.capacity[n * model.width + r] ?? 0) / 10);
}
