import type { Plan, PlannedNode } from "../../infra/placement/plan-document";
import { escapeXml } from "./escape-xml";
import { assumed, change, formatPercent, percentOf } from "./format";
import { startsAndMoves } from "./plan-groups";
import { verdict } from "./verdict";

const width = 880;
const margin = 24;
const headerHeight = 64;
const rowHeight = 84;
const labelWidth = 150;
const barLeft = margin + labelWidth + 70;
const barWidth = 430;
const barHeight = 10;

const style = `
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .title { font-size: 18px; font-weight: 600 } .node { font-weight: 600 } .quiet { fill: #59636e }
    .page { fill: #ffffff } .track { fill: #eaeef2 } .before { fill: #afb8c1 } .after { fill: #0969da } .crowded { fill: #cf222e }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc } .quiet { fill: #9198a1 } .page { fill: #0d1117 } .track { fill: #21262d } .before { fill: #656c76 } .after { fill: #4493f8 } .crowded { fill: #f85149 }
    }`;

/** Above this share a bar turns red. */
export const crowdedPercent = 90;

/** The plan as a picture: per node, requests before and after against what it has. Readable in dark mode. */
export function renderPlanSvg(plan: Plan): string {
  const height = headerHeight + plan.nodes.length * rowHeight + margin;
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
    "</svg>",
    "",
  ].join("\n");
}

function renderNode(node: PlannedNode, top: number): string {
  return [
    `  <text class="node" x="${margin}" y="${top + 30}">${escapeXml(node.name)}</text>`,
    `  <text class="quiet" x="${margin}" y="${top + 50}">${change(node.pods.before, node.pods.after)} pods</text>`,
    `  <text class="quiet" x="${margin}" y="${top + 68}">${change(node.watts.before, node.watts.after)} W</text>`,
    renderResource("CPU", node.cpu.beforeMilli, node.cpu.afterMilli, node.cpu.allocatableMilli, top + 16),
    renderResource("memory", node.memory.beforeMiB, node.memory.afterMiB, node.memory.allocatableMiB, top + 48),
  ].join("\n");
}

function renderResource(label: string, before: number, after: number, allocatable: number, top: number): string {
  const beforePercent = percentOf(before, allocatable);
  const afterPercent = percentOf(after, allocatable);
  const rectangle = (className: string, y: number, percent: number): string =>
    `  <rect class="${className}" x="${barLeft}" y="${y}" width="${((Math.min(100, percent) / 100) * barWidth).toFixed(1)}" height="${barHeight}" rx="2"/>`;
  return [
    `  <text class="quiet" x="${barLeft - 8}" y="${top + 15}" text-anchor="end">${label}</text>`,
    rectangle("track", top, 100),
    rectangle("before", top, beforePercent),
    rectangle("track", top + barHeight + 2, 100),
    rectangle(afterPercent > crowdedPercent ? "crowded" : "after", top + barHeight + 2, afterPercent),
    `  <text x="${barLeft + barWidth + 12}" y="${top + 15}">${change(formatPercent(beforePercent), formatPercent(afterPercent))}</text>`,
  ].join("\n");
}
