import { hostnameLabel } from "../../hardware/node-labels";
import type { PlacementWorkload } from "../problem";
import { noLeader, unknownLeader } from "../search/pod-terms";
import type { Constraint } from "./constraint";

/**
 * The workload that this one must be with has a pod on the node: required pod affinity to one other workload over single
 * nodes. All other pod affinity is {@link podAffinity}'s.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
 */
export const colocation: Constraint = {
  name: "colocation",
  prepare: ({ leader, movable, workloads }) =>
    leader.every((l) => l === noLeader)
      ? undefined
      : {
          concerns: (w) => leader[w] !== noLeader && movable[w] === 1,
          counts: () => false,
          provable: () => true,
          ownOnly: () => true,
          track: (state) => ({
            allows: (w, n) => {
              const l = leader[w] ?? noLeader;
              return l !== unknownLeader && state.count(l, n) > 0;
            },
            reason: (w) => `${workloads[leader[w] ?? noLeader]?.id ?? workloads[w]?.colocateWith ?? "what it must be with"} is not there`,
            // Its company may fall back as well: see `failoverNodes`.
            allowsFailover: () => true,
          }),
        },
  remedy: (workload) => ({ text: `let it run without ${companyOf(workload)}`, cost: 5, change: withoutColocation }),
};

function companyOf({ colocateWith, podAffinity = [] }: PlacementWorkload): string {
  return colocateWith ?? podAffinity.find(({ topologyKey }) => topologyKey === hostnameLabel)?.selects.join(", ") ?? "company";
}

function withoutColocation(workload: PlacementWorkload): PlacementWorkload {
  const copy = { ...workload };
  delete copy.colocateWith;
  delete copy.podAffinity;
  return copy;
}
