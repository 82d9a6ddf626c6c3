import type { Objective } from "./objective";

/** Pods that go on running where none of theirs could start: what a limit on moves leaves undone. */
export const leftBehind: Objective = {
  name: "left-behind",
  levels: ({ nodes, stays }) => [{ pod: (w, n) => Number((stays[w * nodes.length + n] ?? 0) > 0) }],
  bound: ({ model, free }) => {
    const width = model.nodes.length;
    const sum = (table: Int32Array, w: number): number => table.subarray(w * width, (w + 1) * width).reduce((all, pods) => all + pods, 0);
    const behind = free.reduce((total, { w, pods }) => {
      const ending = Math.max(0, sum(model.current, w) - pods);
      return total + Math.max(0, sum(model.stays, w) - ending);
    }, 0);
    return Math.max(0, behind - (model.problem.maxMoves ?? Number.POSITIVE_INFINITY));
  },
};
