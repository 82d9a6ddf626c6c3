import type { DisruptionBudget } from "../../../workloads/schema";
import { isAdmitted } from "../../constraints/admission";
import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../../problem";
import type { OrderedStep } from "../join-steps";

interface Pod {
  readonly workload: PlacementWorkload;
  readonly node: string;
  readonly old: boolean;
  terminating: boolean;
}

type Planned = ReadonlyMap<string, Readonly<Record<string, number>>>;

/**
 * Carries steps out pod by pod on a cluster of its own, reading the rules anew, and says what goes wrong on the way and
 * which workloads do not end where the plan has them. Shares no code with what orders the steps: only which nodes a
 * workload may use at all is asked of the constraints.
 */
export function replay(
  problem: PlacementProblem,
  planned: Planned,
  budgets: ReadonlyMap<string, DisruptionBudget>,
  steps: readonly OrderedStep[],
): { readonly violations: readonly string[]; readonly unfinished: readonly string[] } {
  const violations: string[] = [];
  let pods: Pod[] = problem.workloads.flatMap((workload) => {
    const where = workload.mode === "replicas" ? workload.current : (planned.get(workload.id) ?? {});
    return Object.entries(where).flatMap(([node, count]) =>
      problem.nodes.some(({ name }) => name === node)
        ? Array.from({ length: count }, () => ({ workload, node, old: true, terminating: false }))
        : [],
    );
  });

  const evict = (step: OrderedStep, count: number): void => {
    for (let i = 0; i < count; i++) {
      // Those whose requests change, or any where none do: they are alike.
      const pod = pods.find((each) => each.workload.id === step.workload.id && each.node === step.from && each.old && !each.terminating);
      if (pod === undefined) {
        violations.push(`${step.workload.id} has no pod to evict on ${step.from ?? "?"}`);
        return;
      }
      pod.terminating = true;
    }
  };
  const start = (step: OrderedStep, count: number): void => {
    for (let i = 0; i < count; i++) {
      const node = problem.nodes.find(({ name }) => name === step.to);
      if (node === undefined) {
        violations.push(`${step.workload.id} starts on no node`);
        return;
      }
      violations.push(...refusals(problem, pods, step.workload, node));
      pods.push({ workload: step.workload, node: node.name, old: false, terminating: false });
    }
  };

  const overAtStart = new Set(problem.nodes.flatMap((node) => overfull(pods, node)));
  for (const step of steps) {
    for (let left = step.pods; left > 0; left -= step.atOnce) {
      const lot = Math.min(step.atOnce, left);
      if (step.from !== undefined) {
        evict(step, lot);
        violations.push(...brokenBudget(budgets.get(step.workload.id), step, pods));
      }
      if (step.to !== undefined) {
        start(step, lot);
      }
      for (const node of problem.nodes) {
        violations.push(...overfull(pods, node).filter((what) => !overAtStart.has(what)));
      }
      pods = pods.filter(({ terminating }) => !terminating);
    }
  }
  const unfinished = problem.workloads
    .filter(({ mode }) => mode === "replicas")
    .filter((workload) => {
      const mine = pods.filter((pod) => pod.workload.id === workload.id);
      const stale = mine.some(({ old }) => old && differs(workload));
      return (
        stale ||
        problem.nodes.some(({ name }) => mine.filter(({ node }) => node === name).length !== (planned.get(workload.id)?.[name] ?? 0))
      );
    })
    .map(({ id }) => id);
  return { violations, unfinished };
}

function differs({ requests, currentRequests }: PlacementWorkload): boolean {
  return (
    currentRequests !== undefined &&
    (currentRequests.cpuMilli !== requests.cpuMilli || currentRequests.memoryBytes !== requests.memoryBytes)
  );
}

function requestOf({ workload, old }: Pick<Pod, "workload" | "old">, resource: string): number {
  const { requests, currentRequests, mode } = workload;
  const amount = (from: Partial<typeof requests>): number =>
    resource === "cpu" ? (from.cpuMilli ?? 0) : resource === "memory" ? (from.memoryBytes ?? 0) : (requests.extended[resource] ?? 0);
  const before = amount({ ...requests, ...currentRequests });
  return mode === "replicas" ? (old ? before : amount(requests)) : Math.max(before, amount(requests));
}

function amountOn(node: PlacementNode, resource: string): number {
  const { cpuMilli, memoryBytes, extended } = node.allocatable;
  return resource === "cpu" ? cpuMilli : resource === "memory" ? memoryBytes : (extended[resource] ?? 0);
}

function overfull(pods: readonly Pod[], node: PlacementNode): readonly string[] {
  const here = pods.filter((pod) => pod.node === node.name);
  const resources = ["cpu", "memory", ...new Set(here.flatMap(({ workload }) => Object.keys(workload.requests.extended)))];
  const over = resources.filter((resource) => here.reduce((sum, pod) => sum + requestOf(pod, resource), 0) > amountOn(node, resource));
  return [...over, ...(here.length > node.allocatable.pods ? ["pods"] : [])].map((resource) => `${node.name} has too little ${resource}`);
}

/** What kube-scheduler would have against one more pod on the node. */
function refusals(problem: PlacementProblem, pods: readonly Pod[], workload: PlacementWorkload, node: PlacementNode): readonly string[] {
  const here = pods.filter((pod) => pod.node === node.name);
  const found: string[] = [];
  for (const resource of ["cpu", "memory", ...Object.keys(workload.requests.extended)]) {
    const wants = requestOf({ workload, old: false }, resource);
    const held = here.reduce((sum, pod) => sum + requestOf(pod, resource), 0);
    if (wants > 0 && held + wants > amountOn(node, resource)) {
      found.push(`${workload.id} finds too little ${resource} on ${node.name}`);
    }
  }
  if (here.length >= node.allocatable.pods) {
    found.push(`${workload.id} finds no pod slot on ${node.name}`);
  }
  const apart = workload.antiAffinityTopologyKey;
  const mine = pods.filter((pod) => pod.workload.id === workload.id);
  const valueOf = (name: string, key: string): string | undefined => problem.nodes.find((each) => each.name === name)?.labels[key];
  if (apart !== undefined && node.labels[apart] !== undefined && mine.some((pod) => valueOf(pod.node, apart) === node.labels[apart])) {
    found.push(`${workload.id} is not apart on ${node.name}`);
  }
  for (const { topologyKey, maxSkew } of workload.spreads?.filter(({ strict }) => strict) ?? []) {
    const sizes = new Map<string, number>();
    for (const each of problem.nodes.filter((candidate) => isAdmitted(workload, candidate))) {
      const value = each.labels[topologyKey];
      if (value !== undefined) {
        const standing = mine.filter((pod) => pod.node === each.name && !pod.terminating).length + (each === node ? 1 : 0);
        sizes.set(value, (sizes.get(value) ?? 0) + standing);
      }
    }
    const mineHere = sizes.get(node.labels[topologyKey] ?? "");
    if (mineHere === undefined || mineHere > minWithout(sizes, node.labels[topologyKey] ?? "") + maxSkew) {
      found.push(`${workload.id} is not spread on ${node.name}`);
    }
  }
  const company = workload.colocateWith;
  if (company !== undefined && company !== workload.id && !here.some((pod) => pod.workload.id === company && !pod.terminating)) {
    found.push(`${workload.id} is without ${company} on ${node.name}`);
  }
  return found;
}

/** Of a workload with a budget, at least so many pods must run; of another, one at a time may be missing because of a step. */
function brokenBudget(
  budget: DisruptionBudget | undefined,
  { workload, kind, atOnce, running }: OrderedStep,
  pods: readonly Pod[],
): readonly string[] {
  const left = pods.filter((pod) => pod.workload.id === workload.id && !pod.terminating).length;
  // What a controller scales down it does not evict.
  if (left >= workload.replicas && kind === "end") {
    return [];
  }
  if (budget === undefined) {
    return kind === "end" || atOnce === 1 ? [] : [`${workload.id} loses ${atOnce} of ${running} pods at once`];
  }
  const rounded = (value: number | string): number =>
    typeof value === "number" ? value : Math.ceil((Number(value.replace("%", "")) / 100) * workload.replicas);
  const healthy = "minAvailable" in budget ? rounded(budget.minAvailable) : workload.replicas - rounded(budget.maxUnavailable);
  return left < healthy ? [`${workload.id} has ${left} pods left of ${healthy} that must stay`] : [];
}

/** The emptiest domain before the pod starts: its own had one less. */
function minWithout(sizes: ReadonlyMap<string, number>, own: string): number {
  return Math.min(...[...sizes].map(([value, size]) => (value === own ? size - 1 : size)));
}
