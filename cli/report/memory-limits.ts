import {
  exceedsMemoryLimitWarning,
  isMemoryOvercommitted,
  memoryLimitWarningPercent,
  type NodeMemoryLimits,
} from "../../infra/stack/memory-limits";
import { change, count, formatPercent, percentOf } from "./format";

/** The columns of a table of memory limits, in order. */
export const memoryLimitColumns = ["node", "memory limits", "pods without one"] as const;

/** How many workloads a sentence names. */
const named = 3;

/** A row for each node; none when no node's limits go beyond the warning, before the plan or with it. */
export function memoryLimitRows(nodes: readonly NodeMemoryLimits[]): readonly (readonly string[])[] {
  return nodes.some(isMemoryOvercommitted)
    ? nodes.map((node) => [
        node.node,
        change(formatPercent(percentBefore(node)), formatPercent(percentAfter(node))),
        change(node.before.unlimitedPods, node.after.unlimitedPods),
      ])
    : [];
}

/** What the plan does about limits that go beyond the warning, and what is left to do. */
export function memoryLimitSentences(nodes: readonly NodeMemoryLimits[]): readonly string[] {
  return nodes.filter(isMemoryOvercommitted).map((node) => {
    const before = formatPercent(percentBefore(node));
    const after = formatPercent(percentAfter(node));
    const warning = formatPercent(memoryLimitWarningPercent);
    if (!exceedsMemoryLimitWarning(node, "after")) {
      return `${node.node}: its pods may use ${before} of its memory, above the ${warning} that leave a reserve. The plan takes that to ${after}: ${list(node.relievedBy)} ${node.relievedBy.length === 1 ? "leaves" : "leave"}.`;
    }
    const most = node.overcommits.map(({ workload, excessBytes }) => `${workload} (${(excessBytes / 1024 ** 3).toFixed(1)} GiB)`);
    return `${node.node}: with the plan its pods may use ${after} of its memory, above the ${warning} that leave a reserve; when they do, some are evicted or killed. Most beyond requests: ${list(most)}. Lower these limits, or raise the requests, which the plan counts.`;
  });
}

function percentBefore({ before, allocatableBytes }: NodeMemoryLimits): number {
  return percentOf(before.limitBytes, allocatableBytes);
}

function percentAfter({ after, allocatableBytes }: NodeMemoryLimits): number {
  return percentOf(after.limitBytes, allocatableBytes);
}

function list(names: readonly string[]): string {
  const others = names.length - named;
  return others > 0 ? `${names.slice(0, named).join(", ")} and ${count(others, "other")}` : names.join(", ");
}
