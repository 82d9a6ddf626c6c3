import type { Plan } from "../../infra/placement/plan-document";
import type { Diagnostic, Operation, PolicyViolation, PreviewResult, PreviewStep } from "../../engine/preview-result";
import { renderExemptions } from "./exemptions-terminal";
import { count } from "./format";
import { machineChangeLines } from "./machine-change";
import { countsText, groupSteps, movedWorkloads, type StepGroup, typeName, verdictText, violationSubject } from "./preview-wording";
import { paint, type Style } from "./terminal-text";

const marks: Readonly<Record<Operation, { readonly mark: string; readonly style: Style }>> = {
  create: { mark: "+", style: "green" },
  delete: { mark: "-", style: "red" },
  discard: { mark: "-", style: "red" },
  import: { mark: "=", style: "green" },
  read: { mark: ">", style: "cyan" },
  refresh: { mark: "~", style: "cyan" },
  replace: { mark: "±", style: "red" },
  same: { mark: " ", style: "reset" },
  update: { mark: "~", style: "yellow" },
};

/** Operations that only matter by their number; every other one is shown with each of its resources. */
const summarised: ReadonlySet<Operation> = new Set(["create", "read", "import"]);

/**
 * A preview as a person reads it in a terminal.
 *
 * @param details List every resource that is created too.
 */
export function renderPreview(result: PreviewResult, plan: Plan, details: boolean): string {
  const sections = [
    `${paint("bold", result.stack)}  ${countsText(result)} (${result.durationSeconds} s)`,
    groupSteps(result.steps)
      .map((group) => renderGroup(group, details))
      .join("\n"),
    moves(plan),
    result.violations.map(renderViolation).join("\n"),
    renderExemptions(result.exemptions),
    result.diagnostics.map(renderDiagnostic).join("\n"),
    paint(result.outcome === "fine" ? "green" : "red", verdictText(result)),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function moves(plan: Plan): string {
  const moving = movedWorkloads(plan).length;
  return moving === 0 ? "" : `${count(moving, "workload")} to move; npm run plan ${plan.stack} says which and why.`;
}

function renderGroup({ operation, type, steps }: StepGroup, details: boolean): string {
  const { mark, style } = marks[operation];
  if (!details && summarised.has(operation) && steps.length > 1) {
    return paint(style, `${mark} ${String(steps.length).padStart(3)} × ${typeName(type)}`);
  }
  return steps.map((step) => renderStep(step, paint(style, `${mark} ${typeName(type)} ${step.name}`))).join("\n");
}

function renderStep({ operation, changes, machine }: PreviewStep, headline: string): string {
  if (operation !== "update" && operation !== "replace") {
    return headline;
  }
  return [
    headline,
    ...changes.map(({ path, kind, replaces }) => `      ${kind} ${path}${replaces ? paint("red", " (replaces)") : ""}`),
    ...(machine === undefined ? [] : machineChangeLines(machine).map((line) => `      ${line}`)),
  ].join("\n");
}

function renderViolation(violation: PolicyViolation): string {
  const style = violation.enforcement === "mandatory" ? "red" : "yellow";
  return `${paint(style, `[${violation.enforcement}] ${violation.policy}`)}  ${violationSubject(violation)}\n${indent(violation.message)}`;
}

function renderDiagnostic({ severity, message }: Diagnostic): string {
  const styles: Readonly<Record<Diagnostic["severity"], Style>> = { error: "red", warning: "yellow", info: "dim" };
  return `${paint(styles[severity], severity)}: ${message}`;
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}
