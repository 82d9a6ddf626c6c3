import type { FleetCapacity, LoadCapacity, LoadName } from "../../infra/capacity/capacity-document";
import { total } from "../../infra/capacity/overhead";
import { capitalised, count } from "./format";

/** The columns of a table of loads, in order. */
export const fleetColumns = ["load", "pods", "CPU", "memory", "servers", "a month", "waits with the servers there are"] as const;

/** What each load is called in a report. */
const loadText: Readonly<Record<LoadName, string>> = {
  minimum: "at minimum",
  normal: "at normal load",
  peak: "at peak: every ScaledObject at its most",
  largest: "at peak, with all that the VPA may give",
};

/** A row for each load: what it requests, and how many servers carry it. */
export function fleetRows({ loads, price, servers }: FleetCapacity): readonly (readonly string[])[] {
  return loads.map((load) => [
    loadText[load.load],
    String(load.pods),
    cores(load.cpuMilli),
    gibibytes(load.memoryMiB),
    load.servers === undefined ? `over ${2 * servers.max}` : String(load.servers),
    load.costPerMonth === undefined ? "" : money(load.costPerMonth, price.currency),
    waitingText(load),
  ]);
}

/** What the table does not say: prices, what is more than the fleet may have, and what scaling to zero gives back. */
export function fleetSentences({ servers, price, costPerMonth, loads, scaling }: FleetCapacity): readonly string[] {
  const beyond = loads.filter((load) => (load.servers ?? Number.POSITIVE_INFINITY) > servers.max);
  const minimum = loads.find(({ load }) => load === "minimum");
  const released = scaling.released.length === 0 ? [] : [releasedSentence(scaling, minimum, servers)];
  return [
    `${servers.now} of ${servers.min} to ${servers.max} servers at ${money(price.perServerAndMonth, price.currency)} each: ${money(costPerMonth, price.currency)} a month in all, without VAT (${price.source}).`,
    ...beyond.map(
      ({ load, servers: needed }) =>
        `${capitalised(loadText[load])} takes ${needed ?? `more than ${2 * servers.max}`} servers, more than the ${servers.max} that there may be: raise count.max, choose a larger product, or lower maxReplicas or verticalScaling.max.`,
    ),
    ...released,
  ];
}

function releasedSentence(
  { released, overhead, net }: FleetCapacity["scaling"],
  minimum: LoadCapacity | undefined,
  { min }: FleetCapacity["servers"],
): string {
  const gives = `${count(
    total(released, ({ pods }) => pods),
    "pod",
  )} of ${count(released.length, "workload")} stop when there is nothing to do and give back ${figures(
    total(released, ({ cpuMilli }) => cpuMilli),
    total(released, ({ memoryMiB }) => memoryMiB),
  )}`;
  const takes = `the autoscalers request ${figures(
    total(overhead, ({ cpuMilli }) => cpuMilli),
    total(overhead, ({ memoryMiB }) => memoryMiB),
  )}`;
  const money = minimum?.servers === min ? `; that is room for other pods and no money: ${min} servers are the fewest` : "";
  return `${gives}; ${takes}: ${figures(net.cpuMilli, net.memoryMiB)} in all${money}.`;
}

function waitingText({ waiting }: LoadCapacity): string {
  const pods = waiting.reduce((sum, each) => sum + each.pods, 0);
  const [first, ...others] = waiting.toSorted((a, b) => b.pods - a.pods);
  if (first === undefined) {
    return "–";
  }
  return others.length === 0
    ? `${count(pods, "pod")} of ${first.namespace}/${first.name}`
    : `${count(pods, "pod")} of ${count(waiting.length, "workload")}, most of ${first.namespace}/${first.name}`;
}

function figures(cpuMilli: number, memoryMiB: number): string {
  return `${cpuMilli}m CPU and ${memoryMiB} MiB`;
}

function cores(cpuMilli: number): string {
  return (cpuMilli / 1000).toFixed(1);
}

function gibibytes(mebibytes: number): string {
  return `${(mebibytes / 1024).toFixed(1)} GiB`;
}

/** With its code after the figure: `13.50 EUR`. */
function money(amount: number, currency: string): string {
  return `${amount.toFixed(2)} ${currency}`;
}
