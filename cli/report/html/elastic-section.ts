import type { BurstCapacity } from "../../../infra/burst/burst-document";
import { burstColumns, burstRows, burstSentences } from "../burst-capacity";
import { type ElasticNodes, elasticLimits, elasticNodes } from "../elastic-nodes";
import { escapeXml } from "../escape-xml";
import { htmlTable } from "./html-table";
import { meter } from "./node-cards";
import { section } from "./page";

const figures: ReadonlySet<string> = new Set(["an hour, spot", "an hour, on demand"]);

/** Nodes that are rented while something waits: a dashed card for each set of them, then what each load costs. */
export function elasticSection(burst: BurstCapacity): string {
  const cards = elasticNodes(burst);
  return section(
    "Rented while something waits",
    `<p class="quiet">${escapeXml(elasticLimits(burst))}</p>`,
    ...(cards.length === 0 ? [] : ['<ul class="cards">', ...cards.map(card), "</ul>"]),
    htmlTable(
      "What each load rents",
      burstColumns.map((title) => ({ title, ...(figures.has(title) ? { figure: true } : {}) })),
      burstRows(burst),
    ),
    ...burstSentences(burst).map((sentence) => `<p>${escapeXml(sentence)}</p>`),
  );
}

function card({ nodes, loads, price, details, usage: { cpu, memory } }: ElasticNodes): string {
  return [
    '<li class="card" style="border: 1px dashed var(--quiet)">',
    `<h3>${escapeXml(nodes)}</h3>`,
    `<p class="quiet">${escapeXml(price)}</p>`,
    `<p class="quiet">${escapeXml(`${loads}: ${details}`)}</p>`,
    meter("CPU", "m", 0, cpu.requestedMilli, cpu.allocatableMilli),
    meter("memory", " MiB", 0, memory.requestedMiB, memory.allocatableMiB),
    "</li>",
  ].join("\n");
}
