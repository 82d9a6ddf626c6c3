import type { Plan } from "../../infra/placement/plan-document";
import type { PreviewResult } from "../../engine/preview-result";
import { describeProvider } from "../../engine/providers/choose";
import { escapeCell } from "./escape-cell";
import { count } from "./format";
import { machineChangeLines } from "./machine-change";
import { nodeRows, nodeTableHead } from "./plan-markdown";
import { countsText, groupSteps, movedWorkloads, operationOrder, typeName, verdictText, violationSubject } from "./preview-wording";

/** A comment on GitHub holds 65,536 characters; some are left for what a workflow puts around it. */
export const commentLimit = 65_000;

/**
 * A preview as a comment on a pull request: the verdict, counts, violations and moves first, details folded. When it
 * would be too long, the folded lists are cut, each saying how much is missing.
 */
export function renderPreviewMarkdown(result: PreviewResult, plan: Plan, limit = commentLimit): string {
  for (let rows = Number.MAX_SAFE_INTEGER; ; rows = nextLimit(rows, result, plan)) {
    const text = render(result, plan, rows);
    if (text.length <= limit || rows === 0) {
      return text.length <= limit ? text : `${text.slice(0, limit - 3)}\n…\n`;
    }
  }
}

/** Half of the longest list's rows at first, then half of that. */
function nextLimit(rows: number, { steps, violations, diagnostics, exemptions: listed }: PreviewResult, plan: Plan): number {
  const longest = Math.max(
    steps.length,
    violations.length,
    diagnostics.length,
    listed.length,
    movedWorkloads(plan).length,
    plan.nodes.length,
  );
  return Math.floor(Math.min(rows, longest) / 2);
}

function render(result: PreviewResult, plan: Plan, rows: number): string {
  const icon = result.outcome === "fine" ? "✅" : "❌";
  const sections = [
    `## ${icon} Preview of \`${result.stack}\``,
    `**${countsText(result)}.** ${verdictText(result)}`,
    errors(result, rows),
    violations(result, rows),
    exemptions(result, rows),
    placement(plan, rows),
    resources(result, rows),
    messages(result, rows),
    surroundings(result),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function errors({ diagnostics }: PreviewResult, rows: number): string {
  const found = diagnostics.filter(({ severity }) => severity === "error");
  return found.length === 0
    ? ""
    : [
        "### Errors",
        "",
        ...cut(
          found.map(({ message }) => `- ${code(message)}`),
          rows,
          "- ",
        ),
      ].join("\n");
}

function violations({ violations: found }: PreviewResult, rows: number): string {
  if (found.length === 0) {
    return "";
  }
  const lines = found.map(
    (violation) =>
      `| ${violation.enforcement} | ${code(violation.policy)} | ${escapeCell(violationSubject(violation))} | ${escapeCell(violation.message)} |`,
  );
  return [
    "### Policies",
    "",
    "| level | policy | resource | finding |",
    "| --- | --- | --- | --- |",
    ...cut(lines, rows, "| | | | ", " |"),
  ].join("\n");
}

function exemptions({ exemptions: listed }: PreviewResult, rows: number): string {
  if (listed.length === 0) {
    return "";
  }
  const lines = listed.map(
    ({ policy, subject, end, state, reason }) =>
      `| ${code(policy)} | ${escapeCell(subject)} | ${state === "active" ? end : `**${end}**`} | ${escapeCell(reason)} |`,
  );
  return ["### Exemptions", "", "| policy | exempt | end | why |", "| --- | --- | --- | --- |", ...cut(lines, rows, "| ", " | | | |")].join(
    "\n",
  );
}

function placement(plan: Plan, rows: number): string {
  const nodes = ["### Placement", "", ...nodeTableHead, ...cut(nodeRows(plan), rows, "| ", " | | | | |")].join("\n");
  const moving = movedWorkloads(plan);
  if (moving.length === 0) {
    return `${nodes}\n\nNothing moves.`;
  }
  const lines = moving.map(
    ({ namespace, name, before, nodes, reason }) =>
      `| ${escapeCell(`${namespace}/${name}`)} | ${escapeCell(before.join(", ") || "–")} | ${escapeCell(nodes.join(", ") || "–")} | ${escapeCell(reason)} |`,
  );
  const list = folded(`${count(moving.length, "workload")} to move`, [
    "| workload | from | to | why |",
    "| --- | --- | --- | --- |",
    ...cut(lines, rows, "| ", " | | | |"),
  ]);
  return `${nodes}\n\n${list}`;
}

function resources(result: PreviewResult, rows: number): string {
  const groups = groupSteps(result.steps);
  return operationOrder
    .flatMap((operation) => {
      const ofOperation = groups.filter((group) => group.operation === operation);
      const lines = ofOperation.flatMap(({ type, steps }) =>
        steps.flatMap(({ name, changes, machine }) => {
          const paths = changes.map(({ path, replaces }) => `${code(path)}${replaces ? " (replaces)" : ""}`).join(", ");
          return [
            `- ${escapeCell(typeName(type))} ${code(name)}${paths === "" ? "" : `: ${paths}`}`,
            ...(machine === undefined ? [] : machineChangeLines(machine).map((line) => `  - ${code(line)}`)),
          ];
        }),
      );
      return lines.length === 0 ? [] : [folded(`${count(lines.length, "resource")} to ${operation}`, cut(lines, rows, "- "))];
    })
    .join("\n\n");
}

function messages({ diagnostics }: PreviewResult, rows: number): string {
  const found = diagnostics.filter(({ severity }) => severity !== "error");
  return found.length === 0
    ? ""
    : folded(
        count(found.length, "message"),
        cut(
          found.map(({ severity, message }) => `- ${severity}: ${code(message)}`),
          rows,
          "- ",
        ),
      );
}

function surroundings({ backend, providers }: PreviewResult): string {
  return folded("State and providers", [
    `- state: ${escapeCell(backend)}`,
    ...providers.map((provider) => `- ${escapeCell(describeProvider(provider))}`),
  ]);
}

function folded(summary: string, lines: readonly string[]): string {
  return [`<details><summary>${summary}</summary>`, "", ...lines, "", "</details>"].join("\n");
}

function cut(lines: readonly string[], rows: number, before: string, after = ""): readonly string[] {
  return lines.length <= rows ? lines : [...lines.slice(0, rows), `${before}… and ${lines.length - rows} more${after}`];
}

/** A code span, with a fence longer than any in the text. */
function code(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
