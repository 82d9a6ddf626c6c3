import { noLeader } from "../search/pod-terms";
import type { Model } from "../search/model";
import { numbered } from "../search/pair-classes";
import type { State } from "../search/state";

/**
 * The nodes that each workload could have pods on if nothing but the base were there, ascending. Workloads with the same
 * ones share one list, so that what is computed from a list need be computed once.
 *
 * @param mostOn Pods of the workload that fit on the node beside the base; the same for nodes that differ in nothing but
 * their name.
 */
export function reachableNodes(base: State, mostOn: (w: number, n: number) => number): (w: number) => readonly number[] {
  const { model } = base;
  const { nodes, classes, kinds, leader, mayStay } = model;
  const groups = nodesWithEqualRoom(base);
  const known = new Map<string, readonly number[]>();
  const sharedList = (key: string, make: () => readonly number[]): readonly number[] => {
    const list = known.get(key) ?? make();
    known.set(key, list);
    return list;
  };
  return (w) => {
    const usable = groups.filter(([first = 0]) => mostOn(w, first) > 0);
    const stays = model.runningNodes(w).some((n) => mayStay(w, n) > 0);
    const oneByOne = (): readonly number[] => {
      const ascending = usable
        .flat()
        .filter((n) => canReach(model, w, n))
        .sort((a, b) => a - b);
      return sharedList(`nodes ${ascending.join()}`, () => ascending);
    };
    if (stays || model.movable[w] !== 1) {
      return oneByOne();
    }
    if (followsOneOnSomeNodes(w)) {
      const firsts = usable.map(([first]) => first).join();
      return sharedList(`class ${classes.workloadClass[w] ?? 0} with ${leader[w] ?? noLeader} in ${firsts}`, oneByOne);
    }
    const open = usable.filter(([first = 0]) => canReach(model, w, first));
    return sharedList(`groups ${open.map(([first]) => first).join()}`, () => open.flat().sort((a, b) => a - b));
  };

  /** Whether what it must be with can be on some nodes and not on others that are like them. */
  function followsOneOnSomeNodes(w: number): boolean {
    if ((leader[w] ?? noLeader) === noLeader) {
      return false;
    }
    const seen = new Set([w]);
    for (let at = leader[w] ?? noLeader; at >= 0 && !seen.has(at); at = leader[at] ?? noLeader) {
      seen.add(at);
      const mode = model.workloads[at]?.mode;
      if (mode === "fixed" || (mode === "replicas" && model.runningNodes(at).some((n) => mayStay(at, n) > 0))) {
        return true;
      }
    }
    return false;
  }

  function nodesWithEqualRoom(of: State): readonly (readonly number[])[] {
    const { classOf } = numbered([...nodes.keys()], (n) =>
      [classes.nodeClass[n], kinds.kindOf[n], of.pods[n], ...model.resources.map((_, r) => of.used(n, r))].join(),
    );
    const members: number[][] = [];
    classOf.forEach((group, n) => {
      (members[group] ??= []).push(n);
    });
    return members;
  }
}

/** Whether the workload and all that it must be with may use the node. */
export function canReach(model: Model, w: number, n: number): boolean {
  if ((model.leader[w] ?? noLeader) === noLeader) {
    return model.movable[w] !== 1 || model.admits(w, n);
  }
  const seen = new Set<number>();
  for (let at = w; at !== noLeader; at = model.leader[at] ?? noLeader) {
    if (at < 0 || (model.movable[at] === 1 && !model.admits(at, n))) {
      return false;
    }
    if (model.movable[at] !== 1) {
      return at === w || model.workloads[at]?.mode === "perNode" || model.running(at, n) > 0;
    }
    if (seen.has(at)) {
      return true;
    }
    seen.add(at);
  }
  return true;
}
