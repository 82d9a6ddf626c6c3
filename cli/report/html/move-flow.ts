import type { PodMove } from "../../../infra/placement/pod-moves";
import { escapeXml } from "../escape-xml";
import { count } from "../format";

/** All that moves from one node to another. */
export interface NodePair {
  readonly from: string;
  readonly to: string;
  readonly moves: readonly PodMove[];
  readonly pods: number;
}

/** The moves by where they go from and to, the pairs by name. */
export function pairsOf(moves: readonly PodMove[]): readonly NodePair[] {
  return [...Map.groupBy(moves, ({ from, to }) => JSON.stringify([from, to])).values()]
    .flatMap((group) => group.slice(0, 1).map(({ from, to }) => ({ from, to, moves: group, pods: podsOf(group) })))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1));
}

/** Where the page says what moves between the two nodes of the pair with this number. */
export function pairId(index: number): string {
  return `move-${index}`;
}

const width = 360;
const top = 20;
const blockWidth = 8;
const gap = 14;
/** Room for a name beside a block, however few pods it stands for. */
const leastBlock = 16;
/** Height that all moving pods have together, and at most for one. */
const podsHeight = 240;
const mostPerPod = 9;
/** Colours in the style sheet. */
const colours = 6;

/**
 * Who moves from where to where: nodes that pods leave on the left, nodes that they arrive on to the right, and between
 * them a band for each pair, as thick as pods move. A band leads to the list of what moves there.
 */
export function moveFlow(pairs: readonly NodePair[]): string {
  const perPod = Math.min(mostPerPod, podsHeight / Math.max(1, podsOf(pairs)));
  const left = column(pairs, ({ from }) => from, perPod);
  const right = column(pairs, ({ to }) => to, perPod);
  const height = Math.max(...[...left.values(), ...right.values()].map((block) => block.top + block.height), top) + 4;
  const sources = [...left.keys()];
  const drawn = pairs.map((pair, index) => {
    const thickness = pair.pods * perPod;
    const y1 = (left.get(pair.from)?.take(thickness) ?? 0).toFixed(1);
    const y2 = (right.get(pair.to)?.take(thickness) ?? 0).toFixed(1);
    const middle = width / 2;
    const label = `${pair.from} → ${pair.to}: ${count(pair.pods, "pod")}`;
    const names = pair.moves.map(({ namespace, name, pods }) => `${namespace}/${name}${pods === 1 ? "" : ` ×${pods}`}`).join(", ");
    return [
      `<a href="#${pairId(index)}" aria-label="${escapeXml(label)}"><title>${escapeXml(`${label} (${names})`)}</title>`,
      `<path class="band s${sources.indexOf(pair.from) % colours}" stroke-width="${Math.max(1.5, thickness).toFixed(1)}" d="M${blockWidth} ${y1}C${middle} ${y1} ${middle} ${y2} ${width - blockWidth} ${y2}"/></a>`,
    ].join("");
  });
  const blocks = [
    ...[...left].map(([name, block], index) => [
      `<rect class="f${index % colours}" x="0" y="${block.top.toFixed(1)}" width="${blockWidth}" height="${block.height.toFixed(1)}"/>`,
      text(name, block, blockWidth + 5, "start"),
    ]),
    ...[...right].map(([name, block]) => [
      `<rect class="arrival" x="${width - blockWidth}" y="${block.top.toFixed(1)}" width="${blockWidth}" height="${block.height.toFixed(1)}"/>`,
      text(name, block, width - blockWidth - 5, "end"),
    ]),
  ].flat();
  return [
    `<svg class="flow" viewBox="0 0 ${width} ${height.toFixed(1)}" role="group" aria-label="Pods that move, by the nodes that they leave and reach">`,
    `<text class="column" x="0" y="11">from</text><text class="column" x="${width}" y="11" text-anchor="end">to</text>`,
    ...drawn,
    ...blocks,
    "</svg>",
  ].join("\n");
}

interface Block {
  readonly top: number;
  readonly height: number;
  readonly pods: number;
  /** The middle of the next stretch of this thickness. */
  readonly take: (thickness: number) => number;
}

function column(pairs: readonly NodePair[], nodeOf: (pair: NodePair) => string, perPod: number): ReadonlyMap<string, Block> {
  const blocks = new Map<string, Block>();
  let y = top;
  for (const [name, group] of [...Map.groupBy(pairs, nodeOf)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const pods = podsOf(group);
    const height = Math.max(leastBlock, pods * perPod);
    let next = y + (height - pods * perPod) / 2;
    const take = (thickness: number): number => {
      next += thickness;
      return next - thickness / 2;
    };
    blocks.set(name, { top: y, height, pods, take });
    y += height + gap;
  }
  return blocks;
}

function text(name: string, { top: y, height, pods }: Block, x: number, anchor: "start" | "end"): string {
  return `<text x="${x}" y="${(y + height / 2 + 4).toFixed(1)}" text-anchor="${anchor}">${escapeXml(`${name} (${pods})`)}</text>`;
}

function podsOf(rows: readonly { readonly pods: number }[]): number {
  return rows.reduce((sum, { pods }) => sum + pods, 0);
}
