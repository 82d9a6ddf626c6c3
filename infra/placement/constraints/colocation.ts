import type { PlacementWorkload } from "../problem";
import type { Constraint } from "./constraint";

/** In {@link Model.leader}: it may go anywhere. */
export const noLeader = -1;
/** In {@link Model.leader}: it must be with a workload that does not exist. */
export const unknownLeader = -2;

/**
 * The workload that this one must be with has a pod on the node: required pod affinity over single nodes.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
 */
export const colocation: Constraint = {
  name: "colocation",
  prepare: ({ leader, workloads }) =>
    leader.every((l) => l === noLeader)
      ? undefined
      : {
          concerns: (w) => leader[w] !== noLeader,
          counts: () => false,
          track: (state) => ({
            allows: (w, n) => {
              const l = leader[w] ?? noLeader;
              return l !== unknownLeader && state.count(l, n) > 0;
            },
            reason: (w) => `${workloads[w]?.colocateWith ?? ""} is not there`,
            // Its company may fall back as well: see `failoverNodes`.
            allowsFailover: () => true,
          }),
        },
  remedy: ({ colocateWith = "" }) => ({ text: `let it run without ${colocateWith}`, cost: 5, change: withoutColocation }),
};

function withoutColocation(workload: PlacementWorkload): PlacementWorkload {
  const copy = { ...workload };
  delete copy.colocateWith;
  return copy;
}
