import type { PlacementProblem, PlacementWorkload } from "../../infra/placement/problem";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";

interface Amounts {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

/**
 * Workloads that may be updated at once without one taking the room of another: beside everything that runs, the new pods
 * of all of them together fit on every node that any of them may use. What is updated with company, apart from others, or
 * with extended resources has a batch of its own, as has what does not fit: the plan says of one update at a time whether
 * it finds room.
 *
 * @param allowed Nodes that each workload's pods may use, by its id.
 * @returns ids, each once, every batch in the order in which they were given.
 */
export function rolloutBatches(
  { nodes, workloads }: Pick<PlacementProblem, "nodes" | "workloads">,
  ids: readonly string[],
  allowed: ReadonlyMap<string, ReadonlySet<string>>,
  pods: readonly ObservedPod[],
): readonly (readonly string[])[] {
  const rows = new Map(workloads.map((workload) => [workload.id, workload]));
  const related = relatedWorkloads(workloads);
  const room = new Map(
    nodes.map(({ name, allocatable }) => [
      name,
      roomOf(
        allocatable,
        pods.filter(({ node }) => node === name),
      ),
    ]),
  );
  const batches: { readonly ids: string[]; readonly left: Map<string, Amounts> }[] = [];
  const alone: string[] = [];
  for (const id of ids) {
    const row = rows.get(id);
    const onto = [...(allowed.get(id) ?? [])];
    if (row === undefined || onto.length === 0 || related.has(id) || Object.keys(row.requests.extended).length > 0) {
      alone.push(id);
      continue;
    }
    const needs = needsOf(row);
    const fresh = { ids: [], left: new Map(room) };
    const batch = [...batches, fresh].find(({ left }) => onto.every((node) => fits(needs, left.get(node))));
    if (batch === undefined) {
      alone.push(id);
      continue;
    }
    batch.ids.push(id);
    onto.forEach((node) => batch.left.set(node, minus(batch.left.get(node), needs)));
    if (batch === fresh) {
      batches.push(fresh);
    }
  }
  return [...batches.map((batch) => batch.ids), ...alone.map((id) => [id])];
}

/** Ids of all that say with or without whom they run, and of those whom they mean. */
function relatedWorkloads(workloads: readonly PlacementWorkload[]): ReadonlySet<string> {
  return new Set(
    workloads.flatMap(({ id, colocateWith, podAffinity = [], podAntiAffinity = [] }) => {
      const others = [...podAffinity, ...podAntiAffinity].flatMap(({ selects }) => selects).concat(colocateWith ?? []);
      return others.length === 0 ? [] : [id, ...others];
    }),
  );
}

/** At least one: a StatefulSet's new pod may go to another node than its old one. */
function needsOf({ requests, surgePods = 0 }: PlacementWorkload): Amounts {
  const pods = Math.max(1, surgePods);
  return { cpuMilli: pods * requests.cpuMilli, memoryBytes: pods * requests.memoryBytes, pods };
}

function roomOf(allocatable: Amounts, pods: readonly ObservedPod[]): Amounts {
  return pods.reduce((left, { requests }) => minus(left, { ...requests, pods: 1 }), allocatable);
}

function fits(needs: Amounts, left: Amounts | undefined): boolean {
  return left !== undefined && needs.cpuMilli <= left.cpuMilli && needs.memoryBytes <= left.memoryBytes && needs.pods <= left.pods;
}

function minus(from: Amounts | undefined, { cpuMilli, memoryBytes, pods }: Amounts): Amounts {
  return {
    cpuMilli: (from?.cpuMilli ?? 0) - cpuMilli,
    memoryBytes: (from?.memoryBytes ?? 0) - memoryBytes,
    pods: (from?.pods ?? 0) - pods,
  };
}
