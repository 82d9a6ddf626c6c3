import { isUsable } from "../constraints/admission";
import { blockingTaints, formatTaint } from "../constraints/taints";
import { unmetTarget } from "../constraints/target";
import type { Assignment } from "../search/assign";
import type { NodeReason } from "../plan-document";
import type { PlacementWorkload } from "../problem";
import type { State } from "../search/state";
import { whyNot } from "./alternatives";
import { firstObstacle } from "./obstacles";
import { namesOf, type Representative, representatives } from "./representatives";

/** Node names that a reason spells out before it counts the rest. */
const namesShown = 4;

/** Why a workload is where it is. */
export interface Explanation {
  /** One line: what happens to it, then for every other node what speaks against it, nodes with the same reason together. */
  readonly reason: string;
  /** The first thing that speaks against each node that it is not on; absent where only `reason` says why. */
  readonly against?: readonly NodeReason[];
}

/**
 * Why the workload is where it is, or has no node. In a large problem the line names one node of each kind and how many
 * it speaks for, and no list is made.
 */
export function explainPlacement(assignment: Assignment, w: number): Explanation {
  const { model, state } = assignment;
  const workload = model.workloads[w];
  if (workload?.mode === "fixed") {
    return { reason: fixedReason(assignment, w, workload) };
  }
  const here = state.nodesOf(w);
  const others = representatives(state, w, (n) => !here.includes(n));
  const obstacle = ({ n }: Representative): string => firstObstacle(state, w, n)?.reason ?? "";
  if (workload?.mode === "perNode") {
    const without = model.nodes.filter((_, n) => state.count(w, n) === 0).map(({ name }) => name);
    const reason = without.length === 0 ? "one pod on every node" : `one pod on every node that it may use; not ${names(without)}`;
    return { reason, ...listed(state, others, others.map(obstacle)) };
  }
  const arrived = here.filter((n) => state.count(w, n) > model.running(w, n));
  const [witness] = arrived.length > 0 ? arrived : here;
  if (witness === undefined && workload?.replicas === 0) {
    return { reason: "nothing runs at the moment" };
  }
  const reasons =
    witness === undefined
      ? others.map(obstacle)
      : whyNot(
          assignment,
          w,
          witness,
          others.map(({ n }) => n),
        );
  const happens = witness === undefined ? "has no node" : headline(assignment, w, arrived) + stayingBehind(assignment, w);
  return { reason: happens + against(state, others, reasons), ...listed(state, others, reasons) };
}

/** Nodes with the same reason together, in the order of the first of each. */
function against(state: State, others: readonly Representative[], reasons: readonly string[]): string {
  const groups = new Map<string, Representative[]>();
  others.forEach((other, i) => {
    const why = reasons[i] ?? "";
    const group = groups.get(why);
    if (group === undefined) {
      groups.set(why, [other]);
    } else {
      group.push(other);
    }
  });
  const parts: string[] = [];
  for (const [why, group] of groups) {
    parts.push("; not ", namesOf(state, group, namesShown), ": ", why);
  }
  return parts.join("");
}

/** The reasons by node, where each node was asked for itself. */
function listed(state: State, others: readonly Representative[], reasons: readonly string[]): Pick<Explanation, "against"> {
  return others.length === 0 || state.index !== undefined
    ? {}
    : { against: others.map(({ n }, i) => ({ node: state.model.nodes[n]?.name ?? "", reason: reasons[i] ?? "" })) };
}

/** What a pod that stays where none could start has to fear. */
function stayingBehind({ model, state }: Assignment, w: number): string {
  if (model.problem.maxMoves === undefined) {
    return "";
  }
  return state
    .nodesOf(w)
    .filter((n) => model.mayStay(w, n) > 0)
    .map((n) => `; left behind on ${model.nodes[n]?.name ?? ""}, where none could start: ${firstObstacle(state, w, n)?.reason ?? ""}`)
    .join("");
}

function headline({ model, state }: Assignment, w: number, arrived: readonly number[]): string {
  const nameOf = (n: number): string => model.nodes[n]?.name ?? "";
  const running = Object.entries(model.workloads[w]?.current ?? {});
  const left = running
    .filter(([name, pods]) => {
      const n = model.nodeIndex.get(name);
      return n === undefined || state.count(w, n) < pods;
    })
    .map(([name]) => name)
    .sort();
  if (running.length === 0) {
    return `starts on ${names(arrived.map(nameOf))}`;
  }
  if (state.moved(w) > 0) {
    return `moves from ${names(left)} to ${names(arrived.map(nameOf))}`;
  }
  const stays = state
    .nodesOf(w)
    .filter((n) => !arrived.includes(n))
    .map(nameOf);
  const grows = arrived.length > 0 ? `${stays.length > 0 ? ", " : ""}grows to ${names(arrived.map(nameOf))}` : "";
  return `${stays.length > 0 ? `stays on ${names(stays)}` : ""}${grows}`;
}

function fixedReason({ model, state }: Assignment, w: number, workload: PlacementWorkload): string {
  const here = state.nodesOf(w).flatMap((n) => model.nodes[n] ?? []);
  const gone = Object.keys(workload.current).filter((name) => !model.nodeIndex.has(name));
  if (here.length === 0 && gone.length > 0) {
    return `lost with ${names(gone.sort())}: ${workload.fixedBecause ?? "it may not move"}`;
  }
  const line = [`stays on ${names(here.map(({ name }) => name))}: ${workload.fixedBecause ?? "it may not move"}`];
  if (here.some((node) => unmetTarget(workload, node).length > 0)) {
    const wanted = model.nodes
      .filter((node) => isUsable(workload, node) && unmetTarget(workload, node).length === 0)
      .map(({ name }) => name);
    line.push(
      wanted.length > 0 ? `its target is ${names(wanted)}, which it can reach only once that is no longer so` : "no node meets its target",
    );
  }
  const taints = here.flatMap((node) => blockingTaints(workload, node).map((taint) => `${formatTaint(taint)} on ${node.name}`));
  if (taints.length > 0) {
    line.push(`a pod that restarts there stays pending, because it does not tolerate ${taints.join(", ")}`);
  }
  return line.join("; ");
}

function names(all: readonly string[]): string {
  const shown = all.slice(0, namesShown).join(", ");
  return all.length > namesShown ? `${shown} and ${all.length - namesShown} more` : shown;
}
