import { didYouMean } from "../diagnostics/did-you-mean";
import type { Finding } from "../diagnostics/finding";
import { UserError } from "../diagnostics/user-error";
import type { Stack } from "../stack/stack";
import type { MigrationPhase, MigrationTable } from "./migration";

/**
 * That a table leads from one cluster to the other: every name is known, every machine and every namespace gets into the
 * new cluster, and none of them twice.
 *
 * @throws UserError with all that is wrong.
 */
export function checkMigration(table: MigrationTable, stack: Stack): void {
  const machines = stack.hardware.machines.map(({ name }) => name);
  const namespaces = [...new Set(stack.workloads.map(({ namespace }) => namespace))];
  const arriving = ({ setsUp = [], moves = [], pauses = [] }: MigrationPhase): readonly string[] => [...setsUp, ...moves, ...pauses];
  const findings = [
    ...unknown("from", [...table.from.controlPlanes, ...table.from.workers], machines, "machine"),
    ...table.phases.flatMap((phase, index) => [
      ...unknown(`phases[${index + 1}].joins`, phase.joins ?? [], machines, "machine"),
      ...unknown(`phases[${index + 1}]`, arriving(phase), namespaces, "namespace"),
    ]),
    ...once(
      table.phases.map(({ joins = [] }) => joins),
      machines,
      "machine",
      "joins",
    ),
    ...once(table.phases.map(arriving), namespaces, "namespace", "setsUp, moves or pauses"),
    ...(table.from.controlPlanes.length === 0 ? [{ path: "from.controlPlanes", message: "is empty" }] : []),
  ];
  if (findings.length > 0) {
    throw new UserError(`the migration of stack "${stack.name}" does not lead from one cluster to the other`, findings);
  }
}

function unknown(path: string, names: readonly string[], known: readonly string[], kind: string): readonly Finding[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path,
      value: name,
      message: `is no ${kind} of the tables`,
      fix: didYouMean(name, known) ?? `one of: ${[...known].sort().join(", ")}`,
    }));
}

/** Findings for what never gets into the new cluster, and for what gets there in two phases. */
function once(byPhase: readonly (readonly string[])[], expected: readonly string[], kind: string, field: string): readonly Finding[] {
  return expected.flatMap((name): Finding[] => {
    const phases = byPhase.flatMap((names, index) => names.filter((each) => each === name).map(() => index + 1));
    if (phases.length === 1) {
      return [];
    }
    return phases.length === 0
      ? [{ path: "phases", value: name, message: `leave this ${kind} in the old cluster`, fix: `name it in ${field} of a phase` }]
      : [{ path: "phases", value: name, message: `take this ${kind} over more than once (${phases.join(", ")})`, fix: "keep one" }];
  });
}
