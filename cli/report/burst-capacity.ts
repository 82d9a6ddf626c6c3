import type { BurstCapacity, BurstLoad, BurstLoadName, RentedNodes } from "../../infra/burst/burst-document";
import { capitalised, count } from "./format";

/** The columns of a table of loads, in order. */
export const burstColumns = ["rented nodes", "pods", "nodes", "an hour, spot", "an hour, on demand", "waits"] as const;

const loadText: Readonly<Record<BurstLoadName, string>> = {
  minimum: "at minimum",
  normal: "at normal load",
  peak: "at peak: every ScaledObject at its most",
};

/** A row for each load: what runs on rented nodes, which these are, and what they cost. */
export function burstRows({ loads, price }: BurstCapacity): readonly (readonly string[])[] {
  return loads.map((load) => [
    loadText[load.load],
    podsText(load.pods) || "–",
    rentedText(load.nodes) || "–",
    load.nodes.length === 0 ? "–" : money(load.spotPerHour, price.currency),
    load.nodes.length === 0 ? "–" : money(load.onDemandPerHour, price.currency),
    load.waiting === 0 ? "–" : count(load.waiting, "pod"),
  ]);
}

/** Who may rent, what a month costs at most, and what a machine of one's own would cost. */
export function burstSentences({
  workloads,
  price,
  region,
  limits,
  month,
  local,
  coldStart,
  instanceTypes,
}: BurstCapacity): readonly string[] {
  const names = workloads.map(({ id, when }) => `${id} (${when})`).join(", ");
  return [
    `On rented nodes may run: ${names === "" ? "nothing" : names}; no other workload tolerates them. ${instanceTypes.length} types in ${region}, together at most ${limits.cpu} CPUs, ${limits.memory} and ${count(limits.gpus, "card")}.`,
    `A month costs at most ${money(month.atMost, price.currency)}: a ceiling of ${money(month.ceiling, price.currency)}, and what may be bought before it is noticed; ${money(month.withoutCeiling, price.currency)} without a ceiling.${serverText(month.server, price.currency)} Prices of ${price.asOf} (${price.source}).`,
    `${capitalised(local.name)} of one's own costs ${money(local.idlePerMonth, price.currency)} a month with nothing to do, ${comparison(month.server, local)} (${local.note}). A cold start takes about ${coldStart.minutes} min (${coldStart.note}).`,
  ];
}

function comparison(server: number | undefined, { idlePerMonth, breakEvenHours }: BurstCapacity["local"]): string {
  if (server !== undefined && idlePerMonth < server) {
    return "less than the remote cluster alone";
  }
  return `as much as ${server === undefined ? "" : "the remote cluster and "}${count(breakEvenHours, "rented hour")} on the spot market`;
}

function serverText(server: number | undefined, currency: string): string {
  return server === undefined
    ? ""
    : ` ${money(server, currency)} of it is the remote cluster, which costs that with nothing rented too; the budget has as much on top of the ceiling.`;
}

/** `1 of media/llm, 2 of media/tdarr`. */
export function podsText(pods: BurstLoad["pods"]): string {
  return pods.map(({ id, pods: number }) => `${number} of ${id}`).join(", ");
}

/** `2 g4dn.xlarge, 1 g5.xlarge`. */
export function rentedText(nodes: readonly RentedNodes[]): string {
  return nodes.map(({ type, count: number }) => `${number} ${type}`).join(", ");
}

/** With its code after the figure: `13.50 EUR`. */
export function money(amount: number, currency: string): string {
  return `${amount.toFixed(2)} ${currency}`;
}
