import type { Finding } from "../../diagnostics/finding";
import type { Taint } from "../../hardware/schema";
import type { NodeRequirement, Toleration } from "../../workloads/schema";
import type { Plan, PlannedWorkload } from "../plan-document";
import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../problem";

/**
 * Checks a plan against its problem: names, taints, requirements, targets, anti-affinity, colocation, fixed and
 * per-node workloads, and that everything fits where a workload has one node to be on. It shares no code with the search
 * and reads the rules anew, so that a mistake in one is found by the other.
 *
 * A plan holds sets of nodes, not counts; `counts` gives the pods of each workload per node, by its id, where they are
 * known. With them, capacity and strict spread are checked completely.
 */
export function checkPlan(
  problem: PlacementProblem,
  plan: Plan,
  counts?: ReadonlyMap<string, Readonly<Record<string, number>>>,
): readonly Finding[] {
  const findings: Finding[] = [];
  const domainsOf = eligibleDomains(problem.nodes);
  const nodes = new Map(problem.nodes.map((node) => [node.name, node]));
  const planned = new Map(plan.workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload]));
  const missing = new Map(plan.unplaced.map((workload) => [`${workload.namespace}/${workload.name}`, workload.replicas]));
  const report = (path: string, message: string): void => {
    findings.push({ path, message });
  };

  for (const workload of problem.workloads) {
    const path = `workloads[${workload.id}]`;
    const where = planned.get(workload.id);
    if (where === undefined) {
      report(path, "is not in the plan");
      continue;
    }
    const unknown = [...where.nodes, ...where.failover].filter((name) => !nodes.has(name));
    if (unknown.length > 0) {
      report(path, `names nodes that do not exist: ${unknown.join(", ")}`);
    }
    const on = where.nodes.flatMap((name) => nodes.get(name) ?? []);
    const wanted = workload.mode === "replicas" ? workload.replicas : where.nodes.length;
    if (on.length === 0 && wanted > 0 && !missing.has(workload.id)) {
      report(path, "has pods but neither nodes nor an entry among the unplaced");
    }
    if (workload.mode === "replicas" && workload.replicas > 0 && on.length > workload.replicas) {
      report(path, `has more nodes than pods: ${where.nodes.join(", ")}`);
    }
    checkNodes(workload, where, on, nodes, report);
    checkRelations(workload, on, planned, report);
    const pods = counts?.get(workload.id);
    if (pods !== undefined) {
      checkCounts(workload, pods, missing.get(workload.id) ?? 0, nodes, domainsOf, report);
    }
  }
  const present = podsOnNodes(problem.workloads, planned, counts);
  for (const node of problem.nodes) {
    checkCapacity(node, present.get(node.name) ?? [], report);
  }
  return findings;
}

/** Pods of a workload on a node. */
interface PresentPods {
  readonly workload: PlacementWorkload;
  readonly pods: number;
}

/** Of each node, the pods that are there, or without counts those that are certain to be. */
function podsOnNodes(
  workloads: readonly PlacementWorkload[],
  planned: ReadonlyMap<string, PlannedWorkload>,
  counts: ReadonlyMap<string, Readonly<Record<string, number>>> | undefined,
): ReadonlyMap<string, readonly PresentPods[]> {
  const present = new Map<string, PresentPods[]>();
  for (const workload of workloads) {
    const where = planned.get(workload.id);
    const names = counts === undefined ? new Set(where?.nodes) : Object.keys(counts.get(workload.id) ?? {});
    for (const name of names) {
      const pods = counts === undefined ? certainPods(workload, where, name) : (counts.get(workload.id)?.[name] ?? 0);
      if (pods > 0) {
        const there = present.get(name) ?? [];
        there.push({ workload, pods });
        present.set(name, there);
      }
    }
  }
  return present;
}

/** The nodes that a workload's spread counts. */
interface EligibleDomains {
  /** Domain of each, by the node's name. */
  readonly domainOf: ReadonlyMap<string, string>;
  readonly all: ReadonlySet<string>;
}

type DomainsOf = (workload: PlacementWorkload, topologyKey: string) => EligibleDomains;

/** Workloads that may use the same nodes share the answer. */
function eligibleDomains(nodes: readonly PlacementNode[]): DomainsOf {
  const known = new Map<string, EligibleDomains>();
  const eligible = (workload: PlacementWorkload, topologyKey: string): EligibleDomains => {
    const domainOf = new Map(
      nodes
        .filter((node) => passes(workload, node) && workload.target.every((requirement) => holds(node, requirement)))
        .flatMap((node) => {
          const value = node.labels[topologyKey];
          return value === undefined ? [] : [[node.name, value] as const];
        }),
    );
    return { domainOf, all: new Set(domainOf.values()) };
  };
  return (workload, topologyKey) => {
    const key = JSON.stringify([topologyKey, workload.tolerations, workload.requires, workload.target]);
    const made = known.get(key) ?? eligible(workload, topologyKey);
    known.set(key, made);
    return made;
  };
}

type Report = (path: string, message: string) => void;

function checkNodes(
  workload: PlacementWorkload,
  where: PlannedWorkload,
  on: readonly PlacementNode[],
  nodes: ReadonlyMap<string, PlacementNode>,
  report: Report,
): void {
  const path = `workloads[${workload.id}]`;
  if (workload.mode === "fixed") {
    const running = Object.keys(workload.current)
      .filter((name) => nodes.has(name))
      .sort();
    if (running.join() !== [...where.nodes].join()) {
      report(path, `is fixed on ${running.join(", ")} but planned on ${where.nodes.join(", ")}`);
    }
    return;
  }
  for (const node of on) {
    if (!passes(workload, node)) {
      report(path, `may not run on ${node.name}: taints or requirements`);
    }
    if (workload.mode === "replicas" && !workload.target.every((requirement) => holds(node, requirement))) {
      report(path, `has its target elsewhere than ${node.name}`);
    }
  }
  for (const name of where.failover) {
    const node = nodes.get(name);
    if (node !== undefined && (!passes(workload, node) || (node.controlPlane && !workload.core) || where.nodes.includes(name))) {
      report(path, `may not fall back to ${name}`);
    }
  }
}

function checkRelations(
  workload: PlacementWorkload,
  on: readonly PlacementNode[],
  planned: ReadonlyMap<string, PlannedWorkload>,
  report: Report,
): void {
  const path = `workloads[${workload.id}]`;
  const key = workload.antiAffinityTopologyKey;
  if (workload.mode === "replicas" && key !== undefined) {
    const values = on.flatMap((node) => node.labels[key] ?? []);
    if (new Set(values).size < values.length) {
      report(path, `has two nodes with the same ${key}`);
    }
  }
  if (workload.mode === "replicas" && workload.colocateWith !== undefined && workload.colocateWith !== workload.id) {
    const leader = planned.get(workload.colocateWith);
    // A workload that runs nothing has no pods to be with: its planned node is only where one would go.
    const company = leader === undefined || leader.replicas === 0 ? [] : leader.nodes;
    for (const node of on) {
      if (!company.includes(node.name)) {
        report(path, `is on ${node.name} without ${workload.colocateWith}`);
      }
    }
  }
}

function checkCounts(
  workload: PlacementWorkload,
  pods: Readonly<Record<string, number>>,
  missing: number,
  nodes: ReadonlyMap<string, PlacementNode>,
  domainsOf: DomainsOf,
  report: Report,
): void {
  const path = `workloads[${workload.id}]`;
  const total = Object.values(pods).reduce((sum, count) => sum + count, 0);
  if (workload.mode !== "replicas") {
    return;
  }
  if (total + missing !== workload.replicas) {
    report(path, `has ${total} pods placed and ${missing} unplaced of ${workload.replicas}`);
  }
  const apart = workload.antiAffinityTopologyKey;
  if (apart !== undefined && Object.entries(pods).some(([name, here]) => here > 1 && nodes.get(name)?.labels[apart] !== undefined)) {
    report(path, `has two pods on one node against its anti-affinity`);
  }
  for (const spread of workload.spreads?.filter(({ strict }) => strict) ?? []) {
    const { domainOf, all } = domainsOf(workload, spread.topologyKey);
    const domains = new Map<string, number>();
    for (const [name, here] of Object.entries(pods)) {
      const value = domainOf.get(name);
      if (value !== undefined) {
        domains.set(value, (domains.get(value) ?? 0) + here);
      } else if (here > 0) {
        report(path, `is spread over ${spread.topologyKey}, which ${name} has no part in`);
      }
    }
    const sizes = domains.size < all.size ? [...domains.values(), 0] : [...domains.values()];
    if (sizes.length > 0 && Math.max(...sizes) - Math.min(...sizes) > spread.maxSkew) {
      report(path, `is spread ${sizes.join(":")}, more than ${spread.maxSkew} apart`);
    }
  }
}

/** Adds up what is certain to be on the node, and compares it with what the node has for every resource that a pod there requests. */
function checkCapacity(node: PlacementNode, present: readonly PresentPods[], report: Report): void {
  const chosen = present.filter(({ workload }) => workload.mode !== "fixed");
  const total = (of: (workload: PlacementWorkload) => number): number =>
    present.reduce((sum, { workload, pods }) => sum + pods * of(workload), 0);
  const resources = new Map<string, { readonly has: number; readonly of: (workload: PlacementWorkload) => number }>([
    ["cpu", { has: node.allocatable.cpuMilli, of: ({ requests }) => requests.cpuMilli }],
    ["memory", { has: node.allocatable.memoryBytes, of: ({ requests }) => requests.memoryBytes }],
    ["pods", { has: node.allocatable.pods, of: () => 1 }],
  ]);
  for (const name of new Set(present.flatMap(({ workload }) => Object.keys(workload.requests.extended)))) {
    resources.set(name, { has: node.allocatable.extended[name] ?? 0, of: ({ requests }) => requests.extended[name] ?? 0 });
  }
  for (const [name, { has, of }] of resources) {
    const used = total(of);
    if (used > has && chosen.some(({ workload }) => of(workload) > 0)) {
      report(`nodes[${node.name}]`, `has ${has} of ${name} but ${used} are requested`);
    }
  }
}

function certainPods(workload: PlacementWorkload, where: PlannedWorkload | undefined, name: string): number {
  if (where?.nodes.includes(name) !== true) {
    return 0;
  }
  switch (workload.mode) {
    case "fixed":
      return workload.current[name] ?? 0;
    case "perNode":
      return 1;
    case "replicas":
      return workload.replicas === 0 ? 0 : 1;
  }
}

function passes(workload: PlacementWorkload, node: PlacementNode): boolean {
  const repelled = node.taints.some(
    (taint) => taint.effect !== "PreferNoSchedule" && !workload.tolerations.some((toleration) => covers(toleration, taint)),
  );
  return !repelled && workload.requires.every((requirement) => holds(node, requirement));
}

function covers({ key, operator, value = "", effect }: Toleration, taint: Taint): boolean {
  const effectMatches = effect === undefined || effect === taint.effect;
  const keyMatches = key === undefined ? operator === "Exists" : key === taint.key;
  return effectMatches && keyMatches && (operator === "Exists" || value === taint.value);
}

function holds(node: PlacementNode, requirement: NodeRequirement): boolean {
  const present = Object.keys(node.labels).includes(requirement.key);
  const value = node.labels[requirement.key] ?? "";
  if (!("values" in requirement)) {
    return present === (requirement.operator === "Exists");
  }
  return (present && requirement.values.includes(value)) === (requirement.operator === "In");
}
