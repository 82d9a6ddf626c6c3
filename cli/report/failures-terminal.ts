import type { FailureTable } from "../../infra/placement/what-if/failure-document";
import { failureCells, failureColumns, failureGroups, failureName } from "./failures";
import { assumed } from "./format";
import { paint, plainTable, wrap } from "./terminal-text";

/** What the loss of each node means, as a person reads it in a terminal: a table, then the workloads of each loss. */
export function renderFailures(table: FailureTable): string {
  const overview = plainTable([...failureColumns], ["left", "right", "right", "right", "right", "right", "left"]);
  overview.push(...table.failures.map((failure) => [...failureCells(failure)]));
  const losses = table.failures.map((failure) =>
    [
      paint("bold", `without ${failureName(failure)}`),
      ...(failure.controlPlaneWorks
        ? []
        : ["  too few control planes are left: what runs elsewhere runs on, and nothing new is scheduled"]),
      ...failureGroups(failure).flatMap(({ title, entries }) => [
        `  ${paint("dim", title)}`,
        ...entries.flatMap(({ workloads, explanation }) => [
          ...wrap(workloads, ", ", "    "),
          ...wrap(explanation.split(" "), " ", "      ").map((line) => paint("dim", line)),
        ]),
      ]),
    ].join("\n"),
  );
  return `${[`${paint("bold", table.stack)}${assumed(table)}  each node lost in turn, with the plan carried out`, overview.toString(), ...losses].join("\n\n")}\n`;
}
