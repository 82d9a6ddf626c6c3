import type { Plan, PlannedNode } from "../../../infra/placement/plan-document";
import { escapeXml } from "../escape-xml";
import { change, formatPercent, percentOf } from "../format";
import { crowdedPercent } from "../svg-bars";

/** A card for each node: a bar before and a bar after for each of its resources. */
export function nodeCards(plan: Plan): string {
  return ['<ul class="cards">', ...plan.nodes.map(card), "</ul>"].join("\n");
}

function card(node: PlannedNode): string {
  return [
    '<li class="card">',
    `<h3>${escapeXml(node.name)}</h3>`,
    `<p class="quiet">${change(node.pods.before, node.pods.after)} pods, ${change(node.watts.before, node.watts.after)} W</p>`,
    meter("CPU", "m", node.cpu.beforeMilli, node.cpu.afterMilli, node.cpu.allocatableMilli),
    meter("memory", " MiB", node.memory.beforeMiB, node.memory.afterMiB, node.memory.allocatableMiB),
    meter("pods", "", node.pods.before, node.pods.after, node.pods.allocatable),
    "</li>",
  ].join("\n");
}

/** A bar before and a bar after, with the figures on hovering. */
export function meter(label: string, unit: string, before: number, after: number, allocatable: number): string {
  const beforePercent = percentOf(before, allocatable);
  const afterPercent = percentOf(after, allocatable);
  const figures = `${label}: ${before}${unit} before, ${after}${unit} after, of ${allocatable}${unit}`;
  return [
    '<div class="meter">',
    `<p><span>${label}</span><span>${change(formatPercent(beforePercent), formatPercent(afterPercent))}</span></p>`,
    `<svg class="bars" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label="${figures}"><title>${figures}</title>`,
    bar("before", 0, beforePercent),
    bar(afterPercent > crowdedPercent ? "crowded" : "after", 11, afterPercent),
    "</svg>",
    "</div>",
  ].join("\n");
}

function bar(className: string, top: number, percent: number): string {
  const width = Math.min(100, percent).toFixed(2);
  return `<rect class="track" y="${top}" width="100" height="9"/><rect class="${className}" y="${top}" width="${width}" height="9"/>`;
}
