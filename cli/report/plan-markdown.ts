import type { BurstCapacity } from "../../infra/burst/burst-document";
import type { FleetCapacity } from "../../infra/capacity/capacity-document";
import type { HostShares } from "../../infra/hardware/host-shares";
import type { Plan } from "../../infra/placement/plan-document";
import type { PlanComparison } from "../../infra/placement/what-if/compare-plans";
import type { MovesLeftOut } from "../../infra/placement/what-if/moves-left-out";
import type { NodeMemoryLimits } from "../../infra/stack/memory-limits";
import { comparisonRows, comparisonSentences } from "./comparison";
import { escapeCell } from "./escape-cell";
import { assumed, capitalised, change, count, formatPercent, nodeList, percentOf, workloadName } from "./format";
import { burstColumns, burstRows, burstSentences } from "./burst-capacity";
import { fleetColumns, fleetRows, fleetSentences } from "./fleet-capacity";
import { hostColumns, hostRows, hostSentences } from "./hosts";
import { memoryLimitColumns, memoryLimitRows, memoryLimitSentences } from "./memory-limits";
import { leftOutColumns, leftOutRoutes, leftOutRows, leftOutTitle } from "./moves-left-out";
import { oneMoreNodeSentences } from "./one-more-node";
import type { PlanAsides } from "./plan-asides";
import { placed, unplacedGroups } from "./plan-groups";
import { verdict } from "./verdict";

/** The plan as Markdown that fits a pull request comment: the nodes, what moves, what cannot be placed. */
export function renderPlanMarkdown(
  plan: Plan,
  { comparison, memoryLimits = [], hosts = [], fleet, burst, oneMoreNode, movesLeftOut }: PlanAsides = {},
): string {
  return [
    `## Placement of \`${plan.stack}\`${assumed(plan)}: ${verdict(plan)}`,
    comparison === undefined ? "" : compared(comparison),
    [...nodeTableHead, ...nodeRows(plan)].join("\n"),
    hostTable(hosts),
    fleet === undefined ? "" : fleetTable(fleet),
    burst === undefined ? "" : burstTable(burst),
    limits(memoryLimits),
    moves(plan),
    movesLeftOut === undefined ? "" : leftOut(movesLeftOut),
    starts(plan),
    leftBehind(plan),
    unplaced(plan),
    oneMoreNodeSentences(oneMoreNode).join(" "),
  ]
    .filter((section) => section !== "")
    .join("\n\n")
    .concat("\n");
}

/** The head of a table of nodes, as Markdown. */
export const nodeTableHead: readonly string[] = [
  "| node | CPU requests | memory requests | pods | watts |",
  "| --- | ---: | ---: | ---: | ---: |",
];

/** A row for each node: its requests, pods and watts before and after. */
export function nodeRows(plan: Plan): readonly string[] {
  return plan.nodes.map((node) => {
    const cpu = change(
      formatPercent(percentOf(node.cpu.beforeMilli, node.cpu.allocatableMilli)),
      formatPercent(percentOf(node.cpu.afterMilli, node.cpu.allocatableMilli)),
    );
    const memory = change(
      formatPercent(percentOf(node.memory.beforeMiB, node.memory.allocatableMiB)),
      formatPercent(percentOf(node.memory.afterMiB, node.memory.allocatableMiB)),
    );
    return `| ${node.name} | ${cpu} | ${memory} | ${change(node.pods.before, node.pods.after)} | ${change(node.watts.before, node.watts.after)} |`;
  });
}

/** What the machines' hosts have promised, and to whom. */
function hostTable(hosts: readonly HostShares[]): string {
  const rows = hostRows(hosts).map((row) => `| ${row.map(escapeCell).join(" | ")} |`);
  return rows.length === 0
    ? ""
    : [[`| ${hostColumns.join(" | ")} |`, "| --- | --- | ---: | ---: | --- |", ...rows].join("\n"), ...hostSentences(hosts)].join("\n\n");
}

/** How many servers each load takes. */
function fleetTable(fleet: FleetCapacity): string {
  const rows = fleetRows(fleet).map((row) => `| ${row.map(escapeCell).join(" | ")} |`);
  const head = [`| ${fleetColumns.join(" | ")} |`, "| --- | ---: | ---: | ---: | ---: | ---: | --- |"];
  return [[...head, ...rows].join("\n"), ...fleetSentences(fleet)].join("\n\n");
}

/** What each load rents. */
function burstTable(burst: BurstCapacity): string {
  const rows = burstRows(burst).map((row) => `| ${row.map(escapeCell).join(" | ")} |`);
  const head = [`| ${burstColumns.join(" | ")} |`, "| --- | --- | --- | ---: | ---: | ---: |"];
  return [[...head, ...rows].join("\n"), ...burstSentences(burst)].join("\n\n");
}

/** Limits beyond what a node has, which the plan does not look at. */
function limits(nodes: readonly NodeMemoryLimits[]): string {
  const rows = memoryLimitRows(nodes).map((row) => `| ${row.join(" | ")} |`);
  const table = [`| ${memoryLimitColumns.join(" | ")} |`, "| --- | ---: | ---: |", ...rows];
  return rows.length === 0 ? "" : [table.join("\n"), ...memoryLimitSentences(nodes)].join("\n\n");
}

function moves(plan: Plan): string {
  const moving = plan.workloads.filter((workload) => workload.moved);
  if (moving.length === 0) {
    return "Nothing moves.";
  }
  const rows = moving.map(
    (workload) =>
      `| ${workloadName(workload)} | ${nodeList(workload.before)} | ${nodeList(workload.nodes)} | ${escapeCell(workload.reason)} |`,
  );
  return [
    `<details><summary>${count(moving.length, "workload moves", "workloads move")}</summary>`,
    "",
    "| workload | from | to | why |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "</details>",
  ].join("\n");
}

/** Moves that a limit leaves out, and what they would bring together. */
function leftOut(left: MovesLeftOut): string {
  const items = leftOutRoutes(left).map(({ route, workloads }) => `- ${route}: ${workloads.join(", ")}`);
  const rows = leftOutRows(left).map((row) => `| ${row.join(" | ")} |`);
  const list = [`<details><summary>${capitalised(leftOutTitle(left))}</summary>`, "", ...items, "", "</details>"];
  const table = [`| ${leftOutColumns.join(" | ")} |`, "| --- | ---: | ---: |", ...rows];
  return [...(items.length === 0 ? [] : [list.join("\n")]), ...(rows.length === 0 ? [] : [table.join("\n")])].join("\n\n");
}

function compared(comparison: PlanComparison): string {
  const rows = comparisonRows(comparison).map(({ name, now, then }) => `| ${name} | ${now} | ${then} |`);
  const table = ["| compared with the plan as things are | now | then |", "| --- | ---: | ---: |", ...rows].join("\n");
  return [table, comparisonSentences(comparison).join(" ")].join("\n\n");
}

/** What a limit on moves leaves where it may not be. */
function leftBehind(plan: Plan): string {
  const items = plan.workloads.flatMap((workload) =>
    workload.leftBehind === undefined ? [] : [`- ${workloadName(workload)} on ${nodeList(workload.leftBehind)}`],
  );
  return items.length === 0 ? "" : ["### Left behind, running where they could not start again", "", ...items].join("\n");
}

function starts(plan: Plan): string {
  const starting = placed(plan).starts;
  const rows = starting.map((workload) => `| ${workloadName(workload)} | ${nodeList(workload.nodes)} | ${escapeCell(workload.reason)} |`);
  return rows.length === 0
    ? ""
    : [
        `<details><summary>${count(rows.length, "workload starts", "workloads start")}</summary>`,
        "",
        "| workload | on | why |",
        "| --- | --- | --- |",
        ...rows,
        "",
        "</details>",
      ].join("\n");
}

function unplaced(plan: Plan): string {
  const items = unplacedGroups(plan).flatMap(({ workloads, pods, blockedBy, remedies, reason }) => [
    `- ${workloads.map((workload) => `**${workloadName(workload)}**`).join(", ")}: ${count(pods, "pod")} without a node`,
    ...blockedBy.map((constraint) => `  - blocked by ${constraint}`),
    ...remedies.map((remedy) => `  - fix: ${remedy}`),
    `  - ${reason}`,
  ]);
  return items.length === 0 ? "" : ["### Cannot be placed", "", ...items].join("\n");
}
