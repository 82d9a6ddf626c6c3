import type { FleetSize, Obstacle, ScalingProposal } from "../../infra/autoscaling/scaling-document";
import { count, formatPercent } from "./format";
import { paint, wrap } from "./terminal-text";

const indent = "  ";

/** A proposal as a person reads it in a terminal. Commands stand in lines of their own, whole. */
export function renderScaling(proposal: ScalingProposal): string {
  const { stack, asked, reasons, joining, leaving, shortfalls, obstacles, drain, notSaved } = proposal;
  const sections = [
    [`${paint("bold", stack)}  ${headline(proposal)}`],
    [...(asked === undefined ? [] : sentence(`asked: ${asked}`)), ...reasons.flatMap(sentence)],
    costs(proposal),
    joining.length === 0 ? [] : [`${indent}ordered and joined: ${joining.join(", ")}`],
    leaving.length === 0
      ? []
      : [`${indent}emptied and cancelled: ${leaving.join(", ")}`, ...notSaved.flatMap((line) => sentence(`not saved: ${line}`))],
    shortfalls.flatMap(({ subject, because, remedies }) => remark(subject, because, remedies)),
    obstacles.flatMap(describeObstacle),
    drain.map(({ step, command }) => `${indent}${String(step).padStart(2)}  $ ${command.join(" ")}`),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function headline({ action, present, proposed, minNodes, maxNodes }: ScalingProposal): string {
  const bounds = paint("dim", `(${minNodes} to ${maxNodes})`);
  switch (action) {
    case "scale-up":
    case "scale-down":
      return `${present.nodes} → ${paint("green", count(proposed.nodes, "node"))} ${bounds}`;
    case "none":
      return `stays at ${count(present.nodes, "node")} ${bounds}`;
    case "refused":
      return `${paint("red", "refused")}, stays at ${count(present.nodes, "node")} ${bounds}`;
  }
}

function costs({ present, proposed, currency }: ScalingProposal): readonly string[] {
  const line = (title: string, { nodes, costPerMonth, memoryPercent, cpuPercent }: FleetSize): string =>
    `${indent}${title.padEnd(5)}${count(nodes, "node").padStart(8)}  ${costPerMonth.toFixed(2).padStart(8)} ${currency}/month  memory ${formatPercent(memoryPercent).padStart(5)}  CPU ${formatPercent(cpuPercent).padStart(5)}`;
  return proposed.nodes === present.nodes ? [line("now", present)] : [line("now", present), line("then", proposed)];
}

function describeObstacle({ node, subject, because, remedies }: Obstacle): readonly string[] {
  return remark(subject === "count" ? node : `${node}: ${subject}`, because, remedies);
}

function remark(subject: string, because: string, remedies: readonly string[]): readonly string[] {
  return [
    ...wrap(`${subject}: ${because}`.split(" "), " ", indent).map((line) => paint("yellow", line)),
    ...remedies.flatMap((remedy) => wrap(`fix: ${remedy}`.split(" "), " ", `${indent}${indent}`)),
  ];
}

function sentence(text: string): readonly string[] {
  return wrap(text.split(" "), " ", indent);
}
