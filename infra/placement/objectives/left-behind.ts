import type { Objective } from "./objective";

/** Pods that go on running where none of theirs could start: what a limit on moves leaves undone. */
export const leftBehind: Objective = {
  name: "left-behind",
  levels: ({ mayStay }) => [{ pod: (w, n) => Number(mayStay(w, n) > 0) }],
  bound: ({ model, free }) => {
    const behind = free.reduce((total, { w, pods }) => {
      const nodes = model.runningNodes(w);
      const ending = Math.max(0, nodes.reduce((sum, n) => sum + model.running(w, n), 0) - pods);
      return total + Math.max(0, nodes.reduce((sum, n) => sum + model.mayStay(w, n), 0) - ending);
    }, 0);
    return Math.max(0, behind - (model.problem.maxMoves ?? Number.POSITIVE_INFINITY));
  },
};
