import type { BurstCapacity } from "../../../infra/burst/burst-document";
import type { FleetCapacity } from "../../../infra/capacity/capacity-document";
import type { Finding } from "../../../infra/diagnostics/finding";
import type { Plan, PlannedWorkload } from "../../../infra/placement/plan-document";
import type { PodMove } from "../../../infra/placement/pod-moves";
import type { MovesLeftOut } from "../../../infra/placement/what-if/moves-left-out";
import type { PlannedStack } from "../../plan/plan-stack";
import type { CoordinationMatrix } from "../../../infra/workloads/coordination-document";
import { comparisonRows, comparisonSentences } from "../comparison";
import { coordinationColumns, coordinationRows, coordinationSummary } from "../coordination";
import { leftOutColumns, leftOutRoutes, leftOutRows, leftOutTitle } from "../moves-left-out";
import { oneMoreNodeSentences } from "../one-more-node";
import { escapeXml } from "../escape-xml";
import { memoryLimitColumns, memoryLimitRows, memoryLimitSentences } from "../memory-limits";
import { fleetColumns, fleetRows, fleetSentences } from "../fleet-capacity";
import { assumed, capitalised, change, count, formatValue, nodeList, workloadName } from "../format";
import { gapText } from "../gap-text";
import { elasticSection } from "./elastic-section";
import { hostTables } from "./host-tables";
import { doubtGroups, placed, unplacedGroups } from "../plan-groups";
import { verdict } from "../verdict";
import { htmlTable } from "./html-table";
import { moveFlow, type NodePair, pairId, pairsOf } from "./move-flow";
import { nodeCards } from "./node-cards";
import { objectiveName } from "../objective-name";
import { htmlPage, section } from "./page";

/** What the page shows of a planned stack. */
export type PlanPage = Pick<PlannedStack, "plan" | "moves" | "doubts" | "comparison" | "movesLeftOut"> &
  Partial<Pick<PlannedStack, "hosts" | "memoryLimits" | "oneMoreNode">> & {
    readonly fleet?: FleetCapacity;
    readonly burst?: BurstCapacity;
    readonly coordination?: CoordinationMatrix;
  };

/** The plan as one page that needs nothing else. The same plan gives the same bytes. */
export function renderPlanHtml({
  plan,
  moves,
  doubts,
  comparison,
  movesLeftOut,
  hosts = [],
  memoryLimits = [],
  fleet,
  burst,
  oneMoreNode,
  coordination,
}: PlanPage): string {
  const title = `Placement of ${plan.stack}${assumed(plan)}`;
  const pairs = pairsOf(moves);
  const sections = [
    comparison === undefined
      ? ""
      : section(
          "Compared with the plan as things are",
          htmlTable(
            "What the assumptions change",
            [{ title: "figure" }, { title: "now", figure: true }, { title: "then", figure: true }],
            comparisonRows(comparison).map(({ name, now, then }) => [name, now, then]),
          ),
          ...comparisonSentences(comparison).map((sentence) => `<p>${escapeXml(sentence)}</p>`),
        ),
    unplaced(plan),
    ...oneMoreNodeSentences(oneMoreNode).map((sentence) => `<p>${escapeXml(sentence)}</p>`),
    section(
      "Nodes",
      '<p class="quiet">Requests <span class="key before"></span> before and <span class="key after"></span> after the plan, <span class="key crowded"></span> above 90 %.</p>',
      nodeCards(plan),
    ),
    hosts.length === 0 ? "" : section("Hosts", ...hostTables(hosts)),
    fleet === undefined
      ? ""
      : section(
          "Servers",
          htmlTable(
            "How many servers each load takes",
            fleetColumns.map((title, index) => ({ title, ...(index > 0 && index < fleetColumns.length - 1 ? { figure: true } : {}) })),
            fleetRows(fleet),
          ),
          ...fleetSentences(fleet).map((sentence) => `<p>${escapeXml(sentence)}</p>`),
        ),
    burst === undefined ? "" : elasticSection(burst),
    limits(memoryLimits),
    moving(plan, pairs),
    movesLeftOut === undefined ? "" : leftOut(movesLeftOut),
    leftBehind(plan),
    placements("Starts", "What runs nowhere yet", placed(plan).starts),
    placements("Stays", "What goes on running where it is", placed(plan).stays),
    notSure(doubts),
    coordination === undefined ? "" : coordinated(coordination),
    objectives(plan, moves),
    nodeFigures(plan),
  ];
  return htmlPage(title, [summary(plan, moves), ...sections]);
}

function summary(plan: Plan, moves: PlanPage["moves"]): string {
  const total = (select: (node: Plan["nodes"][number]) => number): number => plan.nodes.reduce((sum, node) => sum + select(node), 0);
  const watts = change(
    total((node) => node.watts.before),
    total((node) => node.watts.after),
  );
  const moved = moves.reduce((sum, { pods }) => sum + pods, 0);
  const started = placed(plan).starts.length;
  const starts = started === 0 ? "" : `${count(started, "workload starts", "workloads start")}, `;
  return `<p>${count(plan.nodes.length, "node")}, ${count(plan.workloads.length, "workload")}, ${count(
    total((node) => node.pods.after),
    "pod",
  )}; ${starts}${moved === 0 ? "nothing moves" : count(moved, "pod moves", "pods move")}; ${watts} W; <strong class="${plan.status === "infeasible" ? "bad" : "good"}">${verdict(plan)}</strong></p>`;
}
/** Limits beyond what a node has, which the plan does not look at. */
function limits(nodes: NonNullable<PlanPage["memoryLimits"]>): string {
  const rows = memoryLimitRows(nodes);
  return rows.length === 0
    ? ""
    : section(
        "Memory limits",
        htmlTable(
          "What pods may use of each node",
          memoryLimitColumns.map((title) => ({ title, ...(title === "node" ? {} : { figure: true }) })),
          rows,
        ),
        ...memoryLimitSentences(nodes).map((sentence) => `<p>${escapeXml(sentence)}</p>`),
      );
}

function moving(plan: Plan, pairs: readonly NodePair[]): string {
  if (pairs.length === 0) {
    return section("Moves", "<p>Nothing moves.</p>");
  }
  const reasons = new Map(plan.workloads.map(({ namespace, name, reason }) => [`${namespace}/${name}`, reason]));
  const lists = pairs.flatMap(({ from, to, moves, pods }, index) => [
    `<h3 id="${pairId(index)}">${escapeXml(`${from} → ${to}`)}</h3>`,
    htmlTable(
      count(pods, "pod"),
      [{ title: "workloads" }, { title: "pods", figure: true }, { title: "why" }],
      [...Map.groupBy(moves, ({ namespace, name }) => reasons.get(`${namespace}/${name}`) ?? "")].map(([reason, alike]) => [
        alike.map(({ namespace, name, pods: moved }) => `${namespace}/${name}${moved === 1 ? "" : ` ×${moved}`}`).join(", "),
        String(alike.reduce((sum, { pods: moved }) => sum + moved, 0)),
        reason,
      ]),
    ),
  ]);
  return section(
    "Moves",
    '<p class="quiet">A band is as thick as pods move. It leads to what moves, and why.</p>',
    moveFlow(pairs),
    ...lists,
  );
}

/** Moves that a limit leaves out, and what they would bring together. */
function leftOut(left: MovesLeftOut): string {
  const routes = leftOutRoutes(left).map(({ route, workloads }) => [route, workloads.join(", ")]);
  const [objective, ...figures] = leftOutColumns;
  const columns = [{ title: objective }, ...figures.map((title) => ({ title, figure: true as const }))];
  const tables = [
    ...(routes.length === 0 ? [] : [htmlTable(capitalised(leftOutTitle(left)), [{ title: "from → to" }, { title: "workloads" }], routes)]),
    ...(left.objectives.length === 0 ? [] : [htmlTable("Objectives", columns, leftOutRows(left))]),
  ];
  return tables.length === 0 ? "" : section("Left out", ...tables);
}

function leftBehind(plan: Plan): string {
  const rows = plan.workloads.flatMap((workload) =>
    workload.leftBehind === undefined ? [] : [[workloadName(workload), nodeList(workload.leftBehind), workload.reason]],
  );
  const columns = [{ title: "workload" }, { title: "on" }, { title: "why" }];
  return rows.length === 0 ? "" : section("Left behind", htmlTable("Running where they could not start again", columns, rows));
}

/** Why each workload is where it is: on hovering over its nodes, and for whoever cannot hover, behind a word to press. */
function placements(title: string, caption: string, workloads: readonly PlannedWorkload[]): string {
  const rows = workloads.map((workload) => [
    workloadName(workload),
    { html: `<span title="${escapeXml(workload.reason)}">${escapeXml(nodeList(workload.nodes))}</span>` },
    nodeList(workload.failover),
    { html: why(workload) },
  ]);
  const columns = [{ title: "workload" }, { title: "on" }, { title: "fails over to" }, { title: "reason" }];
  return rows.length === 0 ? "" : section(title, htmlTable(caption, columns, rows));
}

function why({ reason, against = [] }: PlannedWorkload): string {
  const [happens = ""] = reason.split("; not ");
  const nodes = against.map((each) => `<li>not ${escapeXml(each.node)}: ${escapeXml(each.reason)}</li>`);
  const text = nodes.length === 0 ? escapeXml(reason) : `${escapeXml(happens)}<ul>${nodes.join("")}</ul>`;
  return `<details><summary>why</summary>${text}</details>`;
}

function unplaced(plan: Plan): string {
  const items = unplacedGroups(plan).map(({ workloads, pods, blockedBy, remedies, reason }) =>
    [
      `<h3>${escapeXml(workloads.map(workloadName).join(", "))}: <span class="bad">${count(pods, "pod")} without a node</span></h3>`,
      "<ul>",
      ...blockedBy.map((constraint) => `<li>blocked by ${escapeXml(constraint)}</li>`),
      ...remedies.map((remedy) => `<li>fix: ${escapeXml(remedy)}</li>`),
      "</ul>",
      `<p class="quiet">${escapeXml(reason)}</p>`,
    ].join("\n"),
  );
  return items.length === 0 ? "" : section("Cannot be placed", ...items);
}

function notSure(doubts: readonly Finding[]): string {
  const groups = doubtGroups(doubts).map(({ fix, cases }) => {
    const items = cases.map(({ names, message }) => `<li>${escapeXml(`${names.join(", ")}: ${message}`)}</li>`);
    return ["<ul>", ...items, "</ul>", ...(fix === undefined ? [] : [`<p class="quiet">Fix: ${escapeXml(fix)}</p>`])].join("\n");
  });
  return groups.length === 0
    ? ""
    : section(
        "kube-scheduler may choose otherwise",
        `<details><summary>${count(doubts.length, "case")}</summary>`,
        ...groups,
        "</details>",
      );
}

/** Who may touch what. */
function coordinated(matrix: CoordinationMatrix): string {
  return section(
    "Coordination",
    `<p>${escapeXml(coordinationSummary(matrix))}</p>`,
    "<details><summary>who may touch what</summary>",
    htmlTable(
      "What each may do to a workload",
      coordinationColumns(matrix).map((title) => ({ title })),
      coordinationRows(matrix).map(({ workloads, cells }) => [
        workloads.join(", "),
        ...cells.map(({ allowed, text }) => (allowed ? text : { html: `<span class="quiet">no: ${escapeXml(text)}</span>` })),
      ]),
    ),
    "</details>",
  );
}

function objectives(plan: Plan, moves: readonly PodMove[]): string {
  const podsMoved = moves.reduce((sum, { pods }) => sum + pods, 0);
  return section(
    "Objectives",
    htmlTable(
      "Most important first; no plan that is as good in all above has a smaller value than the bound",
      [{ title: "objective" }, { title: "value", figure: true }, { title: "bound", figure: true }, { title: "gap", figure: true }],
      plan.objectives.map((objective) => [
        objectiveName(objective, podsMoved),
        formatValue(objective.value),
        formatValue(objective.bound),
        gapText(objective),
      ]),
    ),
  );
}

function nodeFigures(plan: Plan): string {
  const titles = ["CPU (m)", "of", "memory (MiB)", "of", "pods", "of", "watts"];
  return section(
    "Figures",
    htmlTable(
      "Requests before and after the plan, of what each node has",
      [{ title: "node" }, ...titles.map((title) => ({ title, figure: true as const }))],
      plan.nodes.map(({ name, cpu, memory, pods, watts }) => [
        name,
        change(cpu.beforeMilli, cpu.afterMilli),
        String(cpu.allocatableMilli),
        change(memory.beforeMiB, memory.afterMiB),
        String(memory.allocatableMiB),
        change(pods.before, pods.after),
        String(pods.allocatable),
        change(watts.before, watts.after),
      ]),
    ),
  );
}
