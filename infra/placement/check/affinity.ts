import { hostnameLabel } from "../../hardware/node-labels";
import type { PlacementWorkload } from "../problem";
import { type CheckedPlan, type PlanRule, pathOf } from "./checked-plan";

/**
 * There is an order in which every pod with required affinity finds, when its turn comes, a pod that all its terms select
 * in each of the node's domains. A pod that selects itself may come before all that it selects, once for each selection.
 */
export const checkAffinity: PlanRule = (plan) => {
  const waiting = plan.problem.workloads.flatMap((workload) => placesOf(plan, workload));
  if (waiting.length === 0) {
    return [];
  }
  const held = new Set(waiting.map(({ workload }) => workload.id));
  const standing = new Standing(plan, waiting);
  for (const id of new Set(waiting.flatMap(({ needs }) => needs.selects))) {
    for (const name of held.has(id) ? [] : (plan.pods.get(id)?.keys() ?? [])) {
      standing.add(id, name);
    }
  }
  const started = new Set<string>();
  let left: readonly Place[] = waiting;
  for (let before = Infinity; left.length < before;) {
    before = left.length;
    left = left.filter((place) => {
      const placed = standing.hasCompany(place);
      return placed ? settle(standing, place) : true;
    });
    if (left.length === before) {
      const first = left.find((place) => mayBeFirst(plan, started, place));
      if (first !== undefined) {
        started.add(first.needs.selects.join());
        settle(standing, first);
        left = left.filter((place) => place !== first);
      }
    }
  }
  return [...Map.groupBy(left, ({ workload }) => workload)].map(([workload, places]) => ({
    path: pathOf(workload),
    message: `is on ${places.map(({ name }) => name).join(", ")} without ${describe(workload, places[0]?.needs)}`,
  }));
};

interface Needs {
  readonly selects: readonly string[];
  readonly keys: readonly string[];
}

/** A node that a workload with affinity is on. */
interface Place {
  readonly workload: PlacementWorkload;
  readonly name: string;
  readonly needs: Needs;
  /** False where the plan only says where a pod would go. */
  readonly hasPods: boolean;
}

function placesOf({ pods, planned }: CheckedPlan, workload: PlacementWorkload): readonly Place[] {
  const needs = needsOf(workload);
  if (needs === undefined || workload.mode !== "replicas") {
    return [];
  }
  const names = workload.replicas === 0 ? (planned.get(workload.id)?.nodes ?? []) : [...(pods.get(workload.id)?.keys() ?? [])];
  return names.map((name) => ({ workload, name, needs, hasPods: workload.replicas > 0 }));
}

function needsOf({ id, colocateWith, podAffinity = [] }: PlacementWorkload): Needs | undefined {
  const company = colocateWith === undefined || colocateWith === id ? [] : [{ topologyKey: hostnameLabel, selects: [colocateWith] }];
  const terms = [...company, ...podAffinity];
  const [first, ...others] = terms;
  return first === undefined
    ? undefined
    : {
        selects: first.selects.filter((selected) => others.every(({ selects }) => selects.includes(selected))),
        keys: terms.map(({ topologyKey }) => topologyKey),
      };
}

/** Where the pods are that have had their turn, by the domains that anybody asks for. */
class Standing {
  readonly #nodes: CheckedPlan["nodes"];
  readonly #keys: ReadonlySet<string>;
  /** By workload, then by topology key. */
  readonly #domains = new Map<string, Map<string, Set<string>>>();

  constructor({ nodes }: CheckedPlan, waiting: readonly Place[]) {
    this.#nodes = nodes;
    this.#keys = new Set(waiting.flatMap(({ needs }) => needs.keys));
  }

  add(id: string, name: string): void {
    const byKey = this.#domains.get(id) ?? new Map<string, Set<string>>();
    this.#domains.set(id, byKey);
    for (const key of this.#keys) {
      const domain = this.#nodes.get(name)?.labels[key];
      if (domain !== undefined) {
        byKey.set(key, (byKey.get(key) ?? new Set()).add(domain));
      }
    }
  }

  hasCompany({ name, needs }: Place): boolean {
    return needs.keys.every((key) => {
      const domain = this.#nodes.get(name)?.labels[key];
      return domain !== undefined && needs.selects.some((id) => this.#domains.get(id)?.get(key)?.has(domain) === true);
    });
  }
}

/** Puts the pods down, and says that they wait no more. */
function settle(standing: Standing, { workload, name, hasPods }: Place): false {
  if (hasPods) {
    standing.add(workload.id, name);
  }
  return false;
}

/** Whether it could have come before all that it selects: nothing of that was there before the plan's pods. */
function mayBeFirst({ nodes, workloads, pods }: CheckedPlan, started: ReadonlySet<string>, { workload, name, needs }: Place): boolean {
  return (
    needs.selects.includes(workload.id) &&
    !started.has(needs.selects.join()) &&
    needs.keys.every((key) => nodes.get(name)?.labels[key] !== undefined) &&
    needs.selects.every((id) => {
      const carriesKey = [...(pods.get(id)?.keys() ?? [])].some((there) =>
        needs.keys.some((key) => nodes.get(there)?.labels[key] !== undefined),
      );
      return workloads.get(id)?.mode === "replicas" || !carriesKey;
    })
  );
}

function describe({ colocateWith, podAffinity = [] }: PlacementWorkload, needs: Needs | undefined): string {
  if (colocateWith !== undefined && podAffinity.length === 0) {
    return colocateWith;
  }
  const selected = needs?.selects.join(" or ") ?? "";
  return `${selected === "" ? "what all its terms select" : selected} with the same ${needs?.keys.join(" and ") ?? ""}`;
}
