import type { Relaxation } from "../certificate/relaxation";
import { lastingPods, restartWeight } from "../objectives/restarts";

/**
 * Restarts, counted by tier, that emptying a node causes in every plan that places everything, beyond those that every
 * such plan causes anyway: of the pods that run there now and go on. Where a workload or a company restarts so much
 * anyway, emptying some nodes restarts what is on these, but may be the same restarts: those are taken off each node.
 */
export function restartsToEmpty({ model, forcedRestarts }: Relaxation): (n: number) => number {
  const restarts = new Float64Array(model.nodes.length);
  for (const { members, weighted } of forcedRestarts.parts) {
    const stakes = new Map<number, number>();
    for (const { w } of members) {
      const nodes = model.runningNodes(w);
      const running = nodes.reduce((sum, n) => sum + model.running(w, n), model.stranded[w] ?? 0);
      // Of pods that are too many, those on the node may be the ones that end.
      for (const n of running > lastingPods(model, w) ? [] : nodes) {
        stakes.set(n, (stakes.get(n) ?? 0) + model.running(w, n) * restartWeight(model, w));
      }
    }
    for (const [n, stake] of stakes) {
      restarts[n] = (restarts[n] ?? 0) + Math.max(0, stake - weighted);
    }
  }
  return (n) => restarts[n] ?? 0;
}
