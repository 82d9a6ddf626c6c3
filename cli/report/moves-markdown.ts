import type { MovePlan } from "../../infra/placement/move-plan/move-document";
import { escapeCell } from "./escape-cell";
import { assumed } from "./format";
import { beforeMoves, movesSummary, outageText, stepTitle } from "./moves";

/** The steps that carry a plan out, as Markdown: a numbered list with the commands of each step. */
export function renderMovesMarkdown(moves: MovePlan): string {
  const steps = moves.steps.map((step) =>
    [
      `${step.step}. **${escapeCell(stepTitle(step))}**: ${escapeCell(outageText(step))}`,
      "",
      `   Why now: ${escapeCell(step.why)}.${step.note === undefined ? "" : ` ${escapeCell(step.note)}`}`,
      ...(step.commands.length === 0 ? [] : ["", "   ```sh", ...step.commands.map((command) => `   ${command}`), "   ```"]),
    ].join("\n"),
  );
  const blocked = moves.blocked.map(
    ({ namespace, name, pods, because }) =>
      `- ${escapeCell(`${namespace}/${name}`)}${pods === 1 ? "" : ` ×${pods}`}: ${escapeCell(because)}`,
  );
  const sections = [
    `## Moves of \`${moves.stack}\`${assumed(moves)}`,
    `${movesSummary(moves)}. ${moves.steps.length === 0 ? "Nothing has to move." : beforeMoves}`,
    ...steps,
    ...(blocked.length === 0 ? [] : [["**Not possible by any order of steps**", "", ...blocked].join("\n")]),
  ];
  return `${sections.join("\n\n")}\n`;
}
