import type { State } from "../search/state";

/** A node, and how many it speaks for. */
export interface Representative {
  readonly n: number;
  readonly nodes: number;
}

/**
 * The nodes to look at for a reason: each for itself, or in a large problem one of each kind for all of it, the one with
 * the most room for the workload's pods.
 *
 * @param counts Nodes that are to be spoken for.
 */
export function representatives(state: State, w: number, counts: (n: number) => boolean): readonly Representative[] {
  const { model, index } = state;
  if (index === undefined) {
    return model.nodes.flatMap((_, n) => (counts(n) ? [{ n, nodes: 1 }] : []));
  }
  // Only nodes that have pods of the workload are ever left out.
  const left = new Map<number, number>();
  for (const n of state.nodesOf(w)) {
    const kind = model.kinds.kindOf[n] ?? -1;
    left.set(kind, (left.get(kind) ?? 0) + Number(!counts(n)));
  }
  const found: Representative[] = [];
  for (const [kind, members] of model.kinds.members.entries()) {
    const n = index.roomiest(w, kind, counts);
    if (n !== undefined) {
      found.push({ n, nodes: members.length - (left.get(kind) ?? 0) });
    }
  }
  return found;
}

/** The first names, then how many more there are. */
export function namesOf(state: State, all: readonly Representative[], shown: number): string {
  let total = 0;
  for (const { nodes } of all) {
    total += nodes;
  }
  const named = all.slice(0, shown).map(({ n }) => state.model.nodes[n]?.name ?? "");
  return total > named.length ? `${named.join(", ")} and ${total - named.length} more` : named.join(", ");
}
