import type { AffectedPods, BurstsAfterLoss, Failure } from "../../infra/placement/what-if/failure-document";
import { money, rentedText } from "./burst-capacity";
import { formatPercent, nodeList, percentOf } from "./format";

/** The columns of a table of failures, in order. */
export const failureColumns = ["lost", "pods", "start elsewhere", "make room", "wait", "lost for good", "fullest node left"] as const;

/** A failure as the cells of {@link failureColumns}. */
export function failureCells(failure: Failure): readonly string[] {
  return [
    failureName(failure),
    failure.pods,
    podsOf(failure.survives),
    podsOf(failure.makesRoom),
    waitsText(failure),
    podsOf(failure.lost),
    fullestNode(failure),
  ].map(String);
}

/** `talos00`, or `host pve1 (a, b)`. */
export function failureName({ kind, name, nodes }: Failure): string {
  return kind === "node" ? name : `host ${name} (${nodeList(nodes)})`;
}

export interface FailureGroup {
  readonly title: string;
  /** Workloads with what becomes of them; equal explanations are together. */
  readonly entries: readonly { readonly workloads: readonly string[]; readonly explanation: string }[];
}

/** What becomes of the pods, in groups; those that nothing is in are left out. */
export function failureGroups({ survives, makesRoom, waits, bursts, helpless, lost }: Failure): readonly FailureGroup[] {
  const tiers = [...Map.groupBy(waits, ({ tier }) => tier)];
  return [
    { title: "starts elsewhere", entries: entriesOf(survives, ({ to }) => `on ${nodeList(to)}`) },
    { title: "makes room", entries: entriesOf(makesRoom, ({ from, to }) => `from ${nodeList(from)} to ${nodeList(to)}`) },
    ...tiers.map(([tier, rows]) => ({
      title: `waits, tier ${tier}`,
      entries: entriesOf(rows, ({ blockedBy }) => `blocked by ${blockedBy.join("; ")}`),
    })),
    { title: "would burst", entries: bursts === undefined ? [] : entriesOf(bursts.pods, () => rentedFor(bursts)) },
    {
      title: "may burst, and waits",
      entries: entriesOf(bursts?.waits ?? [], () => "the pool's limits leave no room"),
    },
    {
      title: "does not start by itself",
      entries: entriesOf(helpless, ({ tier }) => `tier ${tier}: another plan might let it`),
    },
    { title: "lost for good", entries: entriesOf(lost, ({ because }) => because) },
  ].filter(({ entries }) => entries.length > 0);
}

function entriesOf<Row extends AffectedPods>(rows: readonly Row[], explain: (row: Row) => string): FailureGroup["entries"] {
  return [...Map.groupBy(rows, explain)].map(([explanation, group]) => ({
    explanation,
    workloads: group.map(({ namespace, name, pods }) => `${namespace}/${name}${pods === 1 ? "" : ` ×${pods}`}`),
  }));
}

/** `3`, or `3 (2 burst)`. */
function waitsText({ waits, bursts }: Failure): string {
  const bursting = podsOf(bursts?.pods ?? []);
  return `${podsOf(waits)}${bursting === 0 ? "" : ` (${bursting} burst)`}`;
}

function rentedFor({ nodes, spotPerHour, onDemandPerHour, currency }: BurstsAfterLoss): string {
  return nodes.length === 0
    ? "beside what is rented anyway: nothing more to pay"
    : `onto ${rentedText(nodes)}: ${money(spotPerHour, currency)} an hour on the spot market, ${money(onDemandPerHour, currency)} on demand`;
}

function podsOf(rows: readonly AffectedPods[]): number {
  return rows.reduce((sum, { pods }) => sum + pods, 0);
}

function fullestNode({ fullest }: Failure): string {
  return fullest === undefined
    ? "none"
    : `${fullest.node}: ${fullest.resource} ${formatPercent(percentOf(fullest.requested, fullest.allocatable))}`;
}
