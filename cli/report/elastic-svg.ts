import type { BurstCapacity } from "../../infra/burst/burst-document";
import { type ElasticNodes, elasticLimits, elasticNodes } from "./elastic-nodes";
import { escapeXml } from "./escape-xml";
import { count } from "./format";
import { margin, rowHeight, svgBars } from "./svg-bars";

const headerHeight = 56;
/** Grey enough to be seen on a light and on a dark page. */
const outline = "#8c959f";

/** Longer names would run into the bars. */
const longestName = 20;

/** Nodes that are rented while something waits, below those that stay. */
export interface ElasticPicture {
  readonly height: number;
  readonly markup: readonly string[];
}

/** @param width of the whole picture. */
export function elasticSvg(burst: BurstCapacity, top: number, width: number): ElasticPicture {
  const rows = elasticNodes(burst);
  const none = rows.length === 0 ? "; no load rents a node" : "";
  return {
    height: headerHeight + rows.length * rowHeight,
    markup: [
      `  <text class="node" x="${margin}" y="${top + 28}">Rented while something waits</text>`,
      `  <text class="quiet" x="${margin}" y="${top + 46}">${escapeXml(elasticLimits(burst) + none)}</text>`,
      ...rows.map((row, index) => renderRow(row, top + headerHeight + index * rowHeight, width)),
    ],
  };
}

function renderRow(
  { nodes, count: number, loads, price, details, usage: { cpu, memory } }: ElasticNodes,
  top: number,
  width: number,
): string {
  const name = nodes.length > longestName ? count(number, "node") : nodes;
  return [
    `  <g><title>${escapeXml(`${nodes}, ${price}: ${details}`)}</title>`,
    `  <rect x="${margin / 2}" y="${top + 4}" width="${width - margin}" height="${rowHeight - 8}" rx="8" fill="none" stroke="${outline}" stroke-dasharray="5 4" pointer-events="all"/>`,
    `  <text class="node" x="${margin}" y="${top + 30}">${escapeXml(name)}</text>`,
    `  <text class="quiet" x="${margin}" y="${top + 50}">${escapeXml(price)}</text>`,
    `  <text class="quiet" x="${margin}" y="${top + 68}">${escapeXml(loads)}</text>`,
    svgBars("CPU", 0, cpu.requestedMilli, cpu.allocatableMilli, top + 16),
    svgBars("memory", 0, memory.requestedMiB, memory.allocatableMiB, top + 48),
    "  </g>",
  ].join("\n");
}
