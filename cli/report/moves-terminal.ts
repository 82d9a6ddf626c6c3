import type { MovePlan } from "../../infra/placement/move-plan/move-document";
import { assumed } from "./format";
import { beforeMoves, movesSummary, outageText, stepTitle } from "./moves";
import { paint, wrap } from "./terminal-text";

/** The steps that carry a plan out, as a person reads them in a terminal. Commands stand in lines of their own, whole. */
export function renderMoves(moves: MovePlan): string {
  const width = String(moves.steps.length).length;
  const indent = " ".repeat(width + 2);
  const dim = (text: string): readonly string[] => wrap(text.split(" "), " ", indent).map((line) => paint("dim", line));
  const steps = moves.steps.map((step) =>
    [
      `${String(step.step).padStart(width)}  ${paint("bold", stepTitle(step))}`,
      ...dim(step.why),
      step.outage === undefined
        ? `${indent}${paint("green", outageText(step))}`
        : wrap(outageText(step).split(" "), " ", indent).join("\n"),
      ...step.commands.map((command) => `${indent}$ ${command}`),
      ...(step.note === undefined ? [] : dim(step.note)),
    ].join("\n"),
  );
  const blocked = moves.blocked.map(
    ({ namespace, name, pods, because }) => `  ${namespace}/${name}${pods === 1 ? "" : ` ×${pods}`}: ${because}`,
  );
  const sections = [
    `${paint("bold", moves.stack)}${assumed(moves)}  ${movesSummary(moves)}`,
    ...(moves.steps.length === 0 ? ["Nothing has to move."] : [beforeMoves, ...steps]),
    ...(blocked.length === 0 ? [] : [[paint("red", "not possible by any order of steps"), ...blocked].join("\n")]),
  ];
  return `${sections.join("\n\n")}\n`;
}
