import { change, formatPercent, percentOf } from "./format";

export const margin = 24;
export const rowHeight = 84;
const labelWidth = 150;
const barLeft = margin + labelWidth + 70;
const barWidth = 430;
const barHeight = 10;

/** Above this share a bar turns red. */
export const crowdedPercent = 90;

/** A bar before and a bar after, with the share that each is. */
export function svgBars(label: string, before: number, after: number, allocatable: number, top: number): string {
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
