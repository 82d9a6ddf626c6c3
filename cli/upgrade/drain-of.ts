import type { Drain } from "../../infra/talos/upgrade/plan-upgrade";
import type { Stack } from "../../infra/stack/stack";
import { type PlannedStack, planStack } from "../plan/plan-stack";

/** What the planner says of a stack while one of its nodes is away, beside what has no node anyway. */
export function drainOf(stack: Stack, tell: (line: string) => void): (node: string) => Drain {
  // A control plane's own pods are part of it: they are nobody's to place.
  const own = new Set(stack.workloads.filter(({ kind }) => kind === "StaticPod").map(({ id }) => id));
  let unplacedAnyway: ReadonlySet<string> | undefined;
  return (node) => {
    if (stack.problem.nodes.every(({ name }) => name === node)) {
      return { podsMoving: 0, down: stack.workloads.map(({ id }) => id).filter((id) => !own.has(id)) };
    }
    tell(`planning without ${node}`);
    unplacedAnyway ??= unplacedOf(planStack(stack, {}));
    const without = planStack(stack, { without: [node] });
    const anyway = unplacedAnyway;
    const down = [...unplacedOf(without)].filter((id) => !anyway.has(id) && !own.has(id));
    const { moves } = without;
    return { podsMoving: moves.filter(({ from }) => from === node).reduce((sum, { pods }) => sum + pods, 0), down: down.sort() };
  };
}

function unplacedOf({ plan }: PlannedStack): ReadonlySet<string> {
  return new Set(plan.unplaced.map(({ namespace, name }) => `${namespace}/${name}`));
}
