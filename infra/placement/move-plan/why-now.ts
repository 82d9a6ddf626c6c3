import type { OrderedStep } from "./join-steps";

/** Why a step comes where it does: what made it possible, what it makes possible, or else its tier. */
export function whyNow(steps: readonly OrderedStep[], dependencies: readonly (number | undefined)[], i: number): string {
  const step = steps[i];
  if (step === undefined) {
    return "";
  }
  const after = dependencies[i];
  const enables = dependencies.flatMap((dependency, j) => (dependency === i && steps[j]?.kind !== "start-again" ? [j] : []));
  const reasons = [
    ...(after === undefined ? [] : [possibleSince(step, steps[after], after)]),
    ...(step.kind === "stop-for-room" ? ["all that is left waits for room that only a stop can make"] : []),
    ...(enables.length === 0 ? [] : [`makes room for ${enables.map((j) => `step ${j + 1} (${idOf(steps[j])})`).join(", ")}`]),
  ];
  return reasons.length > 0 ? reasons.join("; ") : otherwise(step);
}

function possibleSince(step: OrderedStep, before: OrderedStep | undefined, index: number): string {
  const number = `step ${index + 1}`;
  if (step.kind === "start-again") {
    return `${step.to ?? ""} has room again for what ${number} stopped`;
  }
  if (before?.from === step.to) {
    return `${step.to ?? ""} has room since ${number} (${idOf(before)})`;
  }
  return before?.workload.id === step.workload.colocateWith ? `${idOf(before)} is there since ${number}` : `possible since ${number}`;
}

function otherwise({ kind, workload, to, running, pods }: OrderedStep): string {
  switch (kind) {
    case "end":
      return running - pods >= workload.replicas ? "the plan has fewer pods of it" : "the plan has no node for it";
    case "start":
    case "start-again":
      return `${to ?? ""} has room for it from the start`;
    case "move":
    case "stop-for-room":
      return `${to ?? ""} has room for it from the start; tier ${workload.tier}`;
  }
}

function idOf(step: OrderedStep | undefined): string {
  return step?.workload.id ?? "";
}
