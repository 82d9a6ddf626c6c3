import type { Finding } from "../../infra/diagnostics/finding";
import type { BurstCapacity } from "../../infra/burst/burst-document";
import type { FleetCapacity } from "../../infra/capacity/capacity-document";
import type { HostShares } from "../../infra/hardware/host-shares";
import type { Plan, PlannedNode, PlannedWorkload } from "../../infra/placement/plan-document";
import type { PlanComparison } from "../../infra/placement/what-if/compare-plans";
import type { MovesLeftOut } from "../../infra/placement/what-if/moves-left-out";
import type { NodeMemoryLimits } from "../../infra/stack/memory-limits";
import { comparisonRows, comparisonSentences } from "./comparison";
import { assumed, bar, change, count, formatPercent, formatValue, nodeList, percentOf, workloadName } from "./format";
import { burstColumns, burstRows, burstSentences } from "./burst-capacity";
import { fleetColumns, fleetRows, fleetSentences } from "./fleet-capacity";
import { gapText } from "./gap-text";
import { hostColumns, hostRows, hostSentences } from "./hosts";
import { memoryLimitColumns, memoryLimitRows, memoryLimitSentences } from "./memory-limits";
import { leftOutColumns, leftOutRoutes, leftOutRows, leftOutTitle } from "./moves-left-out";
import { oneMoreNodeSentences } from "./one-more-node";
import { objectiveName } from "./objective-name";
import type { PlanAsides } from "./plan-asides";
import { doubtGroups, placed, startsAndMoves, unplacedGroups } from "./plan-groups";
import { paint, plainTable, type Style, wrap } from "./terminal-text";
import { verdict } from "./verdict";

const barWidth = 8;
/** Above this share of what a node has, a bar turns red; the kubelet starts to evict not far above it. */
const crowdedPercent = 90;

/** The plan as a person reads it in a terminal: what each node carries before and after, what moves and why. */
export function renderPlan(
  plan: Plan,
  { doubts = [], comparison, memoryLimits = [], hosts = [], fleet, burst, oneMoreNode, podsMoved, movesLeftOut }: PlanAsides = {},
): string {
  const { starts, stays } = placed(plan);
  const sections = [
    headline(plan),
    comparison === undefined ? "" : compared(comparison),
    nodeTable(plan),
    hostTable(hosts),
    fleet === undefined ? "" : fleetTable(fleet),
    burst === undefined ? "" : burstTable(burst),
    limits(memoryLimits),
    moves(plan),
    movesLeftOut === undefined ? "" : leftOut(movesLeftOut),
    leftBehind(plan),
    placements("starts", starts),
    placements("stays", stays),
    unplaced(plan),
    oneMoreNodeSentences(oneMoreNode)
      .flatMap((sentence) => wrap(sentence.split(" "), " ", ""))
      .join("\n"),
    notSure(doubts),
    objectives(plan, podsMoved),
  ];
  // Tables pad their last column.
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`.replaceAll(/ +$/gm, "");
}

function headline(plan: Plan): string {
  const pods = plan.nodes.reduce((sum, node) => sum + node.pods.after, 0);
  const style: Style = plan.status === "infeasible" ? "red" : "green";
  return `${paint("bold", plan.stack)}${assumed(plan)}  ${count(plan.nodes.length, "node")}, ${count(plan.workloads.length, "workload")}, ${count(pods, "pod")}; ${startsAndMoves(plan)}; ${paint(style, verdict(plan))}`;
}

function nodeTable(plan: Plan): string {
  const table = plainTable(
    ["node", "CPU requests", "", "memory requests", "", "pods", "watts"],
    ["left", "right", "left", "right", "left", "right", "right"],
  );
  for (const node of plan.nodes) {
    const cpu = shares(node.cpu.beforeMilli, node.cpu.afterMilli, node.cpu.allocatableMilli);
    const memory = shares(node.memory.beforeMiB, node.memory.afterMiB, node.memory.allocatableMiB);
    table.push([
      paint("bold", node.name),
      cpu.text,
      cpu.bar,
      memory.text,
      memory.bar,
      change(node.pods.before, node.pods.after),
      change(node.watts.before, node.watts.after),
    ]);
  }
  const total = (select: (node: PlannedNode) => number): number => plan.nodes.reduce((sum, node) => sum + select(node), 0);
  table.push([
    "all",
    "",
    "",
    "",
    "",
    change(
      total((n) => n.pods.before),
      total((n) => n.pods.after),
    ),
    change(
      total((n) => n.watts.before),
      total((n) => n.watts.after),
    ),
  ]);
  return table.toString();
}

function shares(before: number, after: number, allocatable: number): { text: string; bar: string } {
  const percent = percentOf(after, allocatable);
  const style: Style = percent > crowdedPercent ? "red" : "cyan";
  return { text: change(formatPercent(percentOf(before, allocatable)), formatPercent(percent)), bar: paint(style, bar(percent, barWidth)) };
}

/** What the machines' hosts have promised, and to whom. */
function hostTable(hosts: readonly HostShares[]): string {
  const table = plainTable([...hostColumns], ["left", "left", "right", "right", "left"]);
  table.push(...hostRows(hosts).map((row) => [...row]));
  return table.length === 0
    ? ""
    : [table.toString(), ...hostSentences(hosts).flatMap((sentence) => wrap(sentence.split(" "), " ", ""))].join("\n");
}

/** How many servers each load takes. */
function fleetTable(fleet: FleetCapacity): string {
  const table = plainTable([...fleetColumns], ["left", "right", "right", "right", "right", "right", "left"]);
  table.push(...fleetRows(fleet).map((row) => [...row]));
  return [table.toString(), ...fleetSentences(fleet).flatMap((sentence) => wrap(sentence.split(" "), " ", ""))].join("\n");
}

/** What each load rents. */
function burstTable(burst: BurstCapacity): string {
  const table = plainTable([...burstColumns], ["left", "left", "left", "right", "right", "right"]);
  table.push(...burstRows(burst).map((row) => [...row]));
  return [table.toString(), ...burstSentences(burst).flatMap((sentence) => wrap(sentence.split(" "), " ", ""))].join("\n");
}

/** Limits beyond what a node has, which the plan does not look at. */
function limits(nodes: readonly NodeMemoryLimits[]): string {
  const table = plainTable([...memoryLimitColumns], ["left", "right", "right"]);
  table.push(...memoryLimitRows(nodes).map((row) => [...row]));
  return table.length === 0
    ? ""
    : [table.toString(), ...memoryLimitSentences(nodes).flatMap((sentence) => wrap(sentence.split(" "), " ", ""))].join("\n");
}

/** What moves, one paragraph for all that moves the same way for the same reason. */
function moves(plan: Plan): string {
  const moving = plan.workloads.filter((workload) => workload.moved);
  if (moving.length === 0) {
    return "Nothing moves.";
  }
  const groups = Map.groupBy(moving, (workload) => JSON.stringify([workload.before, workload.nodes, workload.reason]));
  const paragraphs = [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [
          `  ${paint("bold", `${nodeList(first.before)} → ${nodeList(first.nodes)}`)}`,
          ...wrap(group.map(workloadName), ", ", "    "),
          ...wrap(first.reason.split(" "), " ", "    ").map((line) => paint("dim", line)),
        ];
  });
  return [paint("dim", "moves"), ...paragraphs].join("\n");
}

/** Moves that a limit leaves out, and what they would bring together. */
function leftOut(left: MovesLeftOut): string {
  const lines = leftOutRoutes(left).flatMap(({ route, workloads }) => [`  ${paint("bold", route)}`, ...wrap(workloads, ", ", "    ")]);
  const table = plainTable([...leftOutColumns], ["left", "right", "right"]);
  table.push(...leftOutRows(left).map((row) => [...row]));
  return [
    ...(lines.length === 0 ? [] : [[paint("dim", leftOutTitle(left)), ...lines].join("\n")]),
    ...(table.length === 0 ? [] : [table.toString()]),
  ].join("\n\n");
}

/** What a limit on moves leaves where it may not be. */
function leftBehind(plan: Plan): string {
  const behind = plan.workloads.filter((workload) => workload.leftBehind !== undefined);
  const groups = Map.groupBy(behind, ({ leftBehind: nodes }) => nodeList(nodes ?? []));
  const lines = [...groups].flatMap(([nodes, group]) => [`  ${paint("bold", nodes)}`, ...wrap(group.map(workloadName), ", ", "    ")]);
  return behind.length === 0 ? "" : [paint("dim", "left behind, running where they could not start again"), ...lines].join("\n");
}

function compared(comparison: PlanComparison): string {
  const table = plainTable(["compared with the plan as things are", "now", "then"], ["left", "right", "right"]);
  table.push(...comparisonRows(comparison).map(({ name, now, then }) => [name, now, then]));
  return [table.toString(), ...comparisonSentences(comparison).flatMap((sentence) => wrap(sentence.split(" "), " ", ""))].join("\n");
}

function placements(title: string, workloads: readonly PlannedWorkload[]): string {
  const table = plainTable([title, "on", "fails over to"], ["left", "left", "left"]);
  table.push(...workloads.map((workload) => [workloadName(workload), nodeList(workload.nodes), nodeList(workload.failover)]));
  return workloads.length === 0 ? "" : table.toString();
}

/** What the constraints cannot promise, under what would make it sure. */
function notSure(doubts: readonly Finding[]): string {
  const lines = doubtGroups(doubts).flatMap(({ fix, cases }) => [
    ...cases.flatMap(({ names, message }) => wrap(`${names.join(", ")}: ${message}`.split(" "), " ", "  ", "    ")),
    ...(fix === undefined ? [] : wrap(`fix: ${fix}`.split(" "), " ", "    ")),
  ]);
  return lines.length === 0 ? "" : [paint("dim", "kube-scheduler may choose otherwise"), ...lines].join("\n");
}

/** What has no node: what stands in the way, what would help, and what each node lacks. */
function unplaced(plan: Plan): string {
  const lines = unplacedGroups(plan).flatMap(({ workloads, pods, blockedBy, remedies, reason }) => [
    ...wrap(
      [...workloads.map(workloadName).slice(0, -1), `${workloads.map(workloadName).at(-1) ?? ""}: ${count(pods, "pod")} without a node`],
      ", ",
      "  ",
    ),
    ...blockedBy.flatMap((constraint) => wrap(`blocked by ${constraint}`.split(" "), " ", "    ", "      ")),
    ...remedies.flatMap((remedy) => wrap(`fix: ${remedy}`.split(" "), " ", "    ", "      ")),
    ...wrap(reason.split(" "), " ", "    ").map((line) => paint("dim", line)),
  ]);
  return lines.length === 0 ? "" : [paint("red", "Cannot be placed:"), ...lines].join("\n");
}

function objectives(plan: Plan, podsMoved: number | undefined): string {
  const table = plainTable(["objective", "value", "bound", "gap"], ["left", "right", "right", "right"]);
  for (const objective of plan.objectives) {
    table.push([objectiveName(objective, podsMoved), formatValue(objective.value), formatValue(objective.bound), gapText(objective)]);
  }
  return table.toString();
}
