import type { BurstCapacity, BurstLoad, BurstLoadName } from "../../infra/burst/burst-document";
import { money, podsText, rentedText } from "./burst-capacity";
import { count } from "./format";

/** Nodes that come and go, as a picture shows them: one entry for all loads that rent the same. */
export interface ElasticNodes {
  /** `1 g4dn.xlarge`. */
  readonly nodes: string;
  readonly count: number;
  /** `at normal load, peak`. */
  readonly loads: string;
  /** From the spot market's price to the one on demand, as far as the pool may buy there. */
  readonly price: string;
  /** What runs there, on how many cards, and what waits. */
  readonly details: string;
  readonly usage: BurstLoad["usage"];
}

const loadText: Readonly<Record<BurstLoadName, string>> = { minimum: "minimum", normal: "normal load", peak: "peak" };

export function elasticNodes(burst: BurstCapacity): readonly ElasticNodes[] {
  const renting = burst.loads.filter(({ nodes }) => nodes.length > 0);
  const alike = Map.groupBy(renting, ({ nodes, pods, waiting }) => JSON.stringify([nodes, pods, waiting]));
  return [...alike.values()].flatMap((group) =>
    group.slice(0, 1).map((load) => ({
      nodes: rentedText(load.nodes),
      count: load.nodes.reduce((sum, each) => sum + each.count, 0),
      loads: group.length === burst.loads.length ? "at every load" : `at ${group.map((each) => loadText[each.load]).join(", ")}`,
      price: priceText(load, burst),
      details: detailsText(load),
      usage: load.usage,
    })),
  );
}

/** Who rents, how much at a time, and what a month costs at most. */
export function elasticLimits({ pool, region, limits, month, price }: BurstCapacity): string {
  return `pool ${pool} in ${region}: at most ${limits.cpu} CPUs, ${limits.memory} and ${count(limits.gpus, "card")} at a time, ${money(month.atMost, price.currency)} a month`;
}

function priceText({ spotPerHour, onDemandPerHour }: BurstLoad, { capacityTypes, price: { currency } }: BurstCapacity): string {
  const prices = capacityTypes.map((type) => (type === "spot" ? spotPerHour : onDemandPerHour)).sort((a, b) => a - b);
  return `${[...new Set(prices.map((amount) => amount.toFixed(2)))].join("–")} ${currency} an hour`;
}

function detailsText({ pods, usage, waiting }: BurstLoad): string {
  const { allocatable, requested } = usage.gpus;
  const cards = allocatable === 0 ? "" : `, ${requested} of ${count(allocatable, "card")}`;
  return `${podsText(pods)}${cards}${waiting === 0 ? "" : `; ${count(waiting, "pod waits", "pods wait")}`}`;
}
