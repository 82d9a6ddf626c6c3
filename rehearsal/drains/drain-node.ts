import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { cordonNode } from "../nodes/cordon-node";
import { type ObservedPod, observePods } from "../../kubernetes-api/observed-pods";
import type { Wait } from "../observation/settle";
import { allowsNothing, isViolated, type ObservedBudget, observeBudgets } from "./disruption-budgets";

/** How soon an eviction that was refused is asked for again; kubectl waits 5 s. */
const retryMilliseconds = 300;
/** For how long nothing may change before a drain is stuck: far longer than a pod takes to start. */
const stuckMilliseconds = 10_000;
const limitMilliseconds = 120_000;

export interface DrainOutcome {
  readonly evicted: number;
  /** How often a budget refused for now. */
  readonly refusals: number;
  /** Pods that the drain did not get rid of. */
  readonly left: readonly LeftPod[];
  /** Budgets that were kept before and were not while the node was drained. */
  readonly violated: readonly ObservedBudget[];
}

export interface LeftPod {
  readonly pod: ObservedPod;
  /** The API server's last answer, with the budgets that cover the pod. */
  readonly because: string;
}

/**
 * Drains a node as `kubectl drain --ignore-daemonsets` does: cordons it, and evicts what is on it but for pods of
 * DaemonSets and static ones, again and again while disruption budgets refuse. Nothing is deleted.
 *
 * @param wait Default: really waits.
 * @returns once the node is empty, or nothing more can be expected of it: a budget that allows nothing though all its pods
 * are healthy is not waited for.
 */
export async function drainNode(api: ClusterApi, node: string, wait: Wait = sleep): Promise<DrainOutcome> {
  const kept = new Set((await observeBudgets(api)).filter((budget) => !isViolated(budget)).map(({ id }) => id));
  const violated = new Map<string, ObservedBudget>();
  const reasons = new Map<string, string>();
  let evicted = 0;
  let refusals = 0;
  let seen = "";
  let still = 0;
  await cordonNode(api, node);
  for (let waited = 0; ; waited += retryMilliseconds) {
    const [pods, budgets] = await Promise.all([observePods(api), observeBudgets(api)]);
    budgets.filter((budget) => kept.has(budget.id) && isViolated(budget)).forEach((budget) => violated.set(budget.id, budget));
    const there = pods.filter((pod) => pod.node === node && isDrained(pod));
    const hopeless = new Set(there.filter((pod) => !pod.deleting && budgets.some((budget) => budget.covers(pod) && allowsNothing(budget))));
    const now = JSON.stringify(pods.map(({ name, node: on, ready, deleting }) => [name, on, ready, deleting]));
    still = now === seen ? still + retryMilliseconds : 0;
    seen = now;
    if (there.length === hopeless.size || still >= stuckMilliseconds || waited >= limitMilliseconds) {
      return { evicted, refusals, left: there.map((pod) => leftPod(pod, budgets, reasons)), violated: [...violated.values()] };
    }
    const answers = await Promise.all(
      there.filter(({ deleting }) => !deleting).map(async (pod) => ({ pod, answer: await api.evict(pod) })),
    );
    for (const { pod, answer } of answers) {
      if (typeof answer === "object") {
        refusals++;
        reasons.set(nameOf(pod), answer.refused);
      } else if (answer === "evicted") {
        evicted++;
      }
    }
    await wait(retryMilliseconds);
  }
}

/** What a drain evicts. */
export function isDrained({ ownerKind }: ObservedPod): boolean {
  return ownerKind !== "DaemonSet" && ownerKind !== "StaticPod";
}

function leftPod(pod: ObservedPod, budgets: readonly ObservedBudget[], reasons: ReadonlyMap<string, string>): LeftPod {
  const own = budgets.filter(({ covers }) => covers(pod));
  const said = reasons.get(nameOf(pod));
  return { pod, because: [...own.map(budgetInWords), ...(said === undefined ? [] : [said])].join("; ") };
}

function budgetInWords(budget: ObservedBudget): string {
  const { id, expectedPods, currentHealthy, desiredHealthy } = budget;
  return `disruption budget ${id} asks for ${desiredHealthy} healthy pods of ${expectedPods} and has ${currentHealthy}${allowsNothing(budget) ? ": it allows nothing" : ""}`;
}

function nameOf({ namespace, name }: ObservedPod): string {
  return `${namespace}/${name}`;
}
