import { noLeader } from "../search/pod-terms";
import { canReach } from "../certificate/reachable-nodes";
import { lastSurvivingTier } from "../loss/restart-nodes";
import type { Model } from "../search/model";
import type { State } from "../search/state";
import { shared } from "../search/topology";
import type { Objective } from "./objective";

/** A grouping of the nodes by what is lost together, in which a workload should have pods in more than one group. */
export interface Separation {
  /** Group of each node. */
  readonly groupOf: Int32Array;
  /** Whether the workload has replicas that could be in several groups. */
  readonly concerns: (w: number) => boolean;
}

/**
 * Workloads of tiers 0 to 2 whose replicas, two or more, are all on one node though they could be on several, or all on
 * one host that carries several nodes though they could be on several hosts; who could do both better counts twice. An
 * estimated row stands for several workloads, and has no replicas.
 */
export const replicasApart: Objective = {
  name: "replicas-apart",
  levels: (model) => {
    const separations = separationsOf(model);
    return [
      {
        concerns: (w) => separations.some(({ concerns }) => concerns(w)),
        workload: (state, w, joining) =>
          (state.placed[w] ?? 0) > 1
            ? separations.reduce((sum, each) => sum + Number(each.concerns(w) && isTogether(state, w, each, joining)), 0)
            : 0,
      },
    ];
  },
  bound: ({ model, free }) => {
    const separations = separationsOf(model);
    const groups = separations.map(({ groupOf }) => shared((nodes: readonly number[]) => new Set(nodes.map((n) => groupOf[n])).size));
    return free.reduce(
      (sum, { w, nodes }) => sum + separations.reduce((all, { concerns }, i) => all + Number(concerns(w) && groups[i]?.(nodes) === 1), 0),
      0,
    );
  },
};

/** Whether all pods of the workload, and one that is imagined on another node, are in one group. */
function isTogether(state: State, w: number, { groupOf }: Separation, joining?: number): boolean {
  let group = joining === undefined ? undefined : groupOf[joining];
  return state.everyNodeOf(w, (n) => (group ??= groupOf[n]) === groupOf[n]);
}

/** By node, and by host where some host carries several. */
export function separationsOf(model: Model): readonly Separation[] {
  const { nodes } = model;
  const hosts = [...new Set(nodes.map(({ host }) => host))];
  const byNode = Int32Array.from(nodes.keys());
  const byHost = Int32Array.from(nodes, ({ host }) => hosts.indexOf(host));
  const groupings = hosts.length < nodes.length ? [byNode, byHost] : [byNode];
  return groupings.map((groupOf) => {
    // Workloads that may start on the same nodes can be spread over the same groups.
    const groups = shared((workloadClass: number) => {
      const w = model.classes.workloadClass.indexOf(workloadClass);
      return new Set([...nodes.keys()].filter((n) => model.admits(w, n)).map((n) => groupOf[n])).size;
    });
    const concerns = shared((w: number): boolean => {
      const workload = model.workloads[w];
      const hasReplicas = model.movable[w] === 1 && (model.wanted[w] ?? 0) > 1 && workload?.estimated !== true;
      if (workload === undefined || workload.tier > lastSurvivingTier || !hasReplicas) {
        return false;
      }
      const leader = model.leader[w] ?? noLeader;
      if (leader === noLeader) {
        return groups(model.classes.workloadClass[w] ?? 0) > 1;
      }
      const reached = [...nodes.keys()].filter((n) => canReach(model, w, n)).map((n) => groupOf[n]);
      return (model.movable[leader] !== 1 || (model.wanted[leader] ?? 0) > 1) && new Set(reached).size > 1;
    });
    return { groupOf, concerns };
  });
}
