import type { Assignment } from "../search/assign";
import { Ledger } from "./ledger";
import type { OrderedStep } from "./join-steps";

/**
 * For each step, the index of the step before it that made it possible: the last that took a pod from the node that it
 * needs, or brought the workload that it must be with. Undefined where it was possible from the start.
 */
export function dependenciesOf(assignment: Assignment, steps: readonly OrderedStep[]): readonly (number | undefined)[] {
  const { model } = assignment;
  const start = new Ledger(assignment);
  const indexOf = new Map(model.workloads.map(({ id }, w) => [id, w]));
  return steps.map(({ workload, kind, from, to }, i) => {
    const before = steps.slice(0, i);
    if (kind === "start-again") {
      return lastIndex(before, (step) => step.workload === workload && step.kind === "stop-for-room");
    }
    const w = indexOf.get(workload.id) ?? -1;
    const target = model.nodeIndex.get(to ?? "");
    if (target === undefined || possible(start, w, model.nodeIndex.get(from ?? ""), target)) {
      return undefined;
    }
    return (
      lastIndex(before, (step) => step.from === to && step.to !== to) ??
      lastIndex(before, (step) => step.workload.id === workload.colocateWith && step.to === to) ??
      lastIndex(before, (step) => step.from === to || step.workload === workload)
    );
  });
}

function possible(ledger: Ledger, w: number, from: number | undefined, to: number): boolean {
  if (from === undefined) {
    return ledger.canStart(w, to);
  }
  ledger.terminate(w, from);
  const can = ledger.canStart(w, to);
  ledger.spare(w, from);
  return can;
}

function lastIndex(steps: readonly OrderedStep[], is: (step: OrderedStep) => boolean): number | undefined {
  const at = steps.findLastIndex(is);
  return at < 0 ? undefined : at;
}
