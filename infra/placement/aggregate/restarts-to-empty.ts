import type { Relaxation } from "../certificate/relaxation";
import { restartWeight } from "../objectives/restarts";

/**
 * Restarts, counted by tier, that emptying a node causes in every plan that places everything: those of the pods that run
 * there now and go on. Pods of workloads of which some move or end in any case are left out.
 */
export function restartsToEmpty({ model, free, forcedMoves }: Relaxation): (n: number) => number {
  const restarts = new Float64Array(model.nodes.length);
  for (const { w } of free) {
    const nodes = model.runningNodes(w);
    const running = nodes.reduce((sum, n) => sum + model.running(w, n), model.stranded[w] ?? 0);
    if (running <= (model.wanted[w] ?? 0) && forcedMoves(w) === 0) {
      for (const n of nodes) {
        restarts[n] = (restarts[n] ?? 0) + model.running(w, n) * restartWeight(model, w);
      }
    }
  }
  return (n) => restarts[n] ?? 0;
}
