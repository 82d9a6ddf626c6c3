import type { OneMoreNode, Shortfall } from "../../infra/placement/what-if/one-more-node";
import { count } from "./format";

/** Kinds of nodes that are named; the JSON has them all. */
const named = 2;

/** What one more node would bring, a sentence each; nothing for a plan that does not fall short, or is too large to try. */
export function oneMoreNodeSentences(kinds: readonly OneMoreNode[] | undefined): readonly string[] {
  if (kinds === undefined) {
    return [];
  }
  return kinds.length === 0
    ? ["One more node like any of the workers that there are would not help."]
    : kinds.slice(0, named).map(({ like, pool, shortfalls }) => {
        const kind = pool === undefined ? like : `${like} (pool ${pool})`;
        return `With one more node like ${kind}: ${shortfalls.map(shortfallText).join("; ")}.`;
      });
}

function shortfallText({ name, now, then }: Shortfall): string {
  const instead = now === then ? "as now" : `now ${name === "ceilings" ? percent(now) : now}`;
  switch (name) {
    case "place":
      return `${count(then, "pod")} without a node (${instead})`;
    case "survive-loss":
      return `${count(then, "pod")} waiting after losses of nodes (${instead})`;
    case "ceilings":
      return `${percent(then)} of a node above ceilings (${instead})`;
  }
}

function percent(perMille: number): string {
  return `${perMille / 10} %`;
}
