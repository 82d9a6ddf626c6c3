import type { BurstCapacity } from "../../infra/burst/burst-document";
import type { Plan, PlannedNode } from "../../infra/placement/plan-document";
import { elasticSvg } from "./elastic-svg";
import { escapeXml } from "./escape-xml";
import { assumed, change } from "./format";
import { startsAndMoves } from "./plan-groups";
import { margin, rowHeight, svgBars } from "./svg-bars";
import { verdict } from "./verdict";

const width = 880;
const headerHeight = 64;

const style = `
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .title { font-size: 18px; font-weight: 600 } .node { font-weight: 600 } .quiet { fill: #59636e }
    .page { fill: #ffffff } .track { fill: #eaeef2 } .before { fill: #afb8c1 } .after { fill: #0969da } .crowded { fill: #cf222e }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc } .quiet { fill: #9198a1 } .page { fill: #0d1117 } .track { fill: #21262d } .before { fill: #656c76 } .after { fill: #4493f8 } .crowded { fill: #f85149 }
    }`;

/**
 * The plan as a picture: per node, requests before and after against what it has. Readable in dark mode.
 *
 * @param burst When the stack rents nodes. Default: it rents none.
 */
export function renderPlanSvg(plan: Plan, burst?: BurstCapacity): string {
  const nodesBottom = headerHeight + plan.nodes.length * rowHeight;
  const elastic = burst === undefined ? { height: 0, markup: [] } : elasticSvg(burst, nodesBottom, width);
  const height = nodesBottom + elastic.height + margin;
  const wattsBefore = plan.nodes.reduce((sum, node) => sum + node.watts.before, 0);
  const wattsAfter = plan.nodes.reduce((sum, node) => sum + node.watts.after, 0);
  const subtitle = `requests before (grey) and after; ${startsAndMoves(plan)}; ${change(wattsBefore, wattsAfter)} W; ${verdict(plan)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(`Placement of ${plan.stack}${assumed(plan)}`)}">`,
    `  <style>${style}\n  </style>`,
    `  <rect class="page" width="${width}" height="${height}" rx="8"/>`,
    `  <text class="title" x="${margin}" y="34">${escapeXml(plan.stack + assumed(plan))}</text>`,
    `  <text class="quiet" x="${margin}" y="54">${escapeXml(subtitle)}</text>`,
    ...plan.nodes.map((node, index) => renderNode(node, headerHeight + index * rowHeight)),
    ...elastic.markup,
    "</svg>",
    "",
  ].join("\n");
}

function renderNode(node: PlannedNode, top: number): string {
  return [
    `  <text class="node" x="${margin}" y="${top + 30}">${escapeXml(node.name)}</text>`,
    `  <text class="quiet" x="${margin}" y="${top + 50}">${change(node.pods.before, node.pods.after)} pods</text>`,
    `  <text class="quiet" x="${margin}" y="${top + 68}">${change(node.watts.before, node.watts.after)} W</text>`,
    svgBars("CPU", node.cpu.beforeMilli, node.cpu.afterMilli, node.cpu.allocatableMilli, top + 16),
    svgBars("memory", node.memory.beforeMiB, node.memory.afterMiB, node.memory.allocatableMiB, top + 48),
  ].join("\n");
}
