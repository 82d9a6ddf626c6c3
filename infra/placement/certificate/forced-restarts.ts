import { lastingPods, restartsFor, restartWeight } from "../objectives/restarts";
import type { Model } from "../search/model";
import type { Company } from "./companies";
import type { FreePods } from "./relaxation";

/** Restarts that every plan causes which places everything, counted by tier. */
export interface ForcedRestarts {
  readonly weighted: number;
  /** Of each workload that is alone, and of each company, its part of them. */
  readonly parts: readonly { readonly members: readonly FreePods[]; readonly weighted: number }[];
}

/** Where pods that run now can stay. */
export interface Stays {
  /** Pods of the workload that run on the node and fit there beside what is certain to be there. */
  readonly kept: (w: number, n: number) => number;
  /** Whether the workload can have a pod on the node. */
  readonly canBeOn: (w: number, n: number) => boolean;
  /** Pods of the workload that move in every plan, whatever others do. */
  readonly forcedMoves: (w: number) => number;
}

/** Of a company either the followers go where their leader is, or it comes to them: whichever restarts less. */
export function forcedRestarts(model: Model, free: readonly FreePods[], companies: readonly Company[], stays: Stays): ForcedRestarts {
  const alone = ({ w }: FreePods): number => restartWeight(model, w) * restartsFor(model, w, stays.forcedMoves(w));
  const inCompany = new Set(companies.flatMap(({ leader, followers }) => [leader, ...followers]));
  const parts = [
    ...free.flatMap((each) => (inCompany.has(each) ? [] : [{ members: [each], weighted: alone(each) }])),
    ...companies.map((company) => {
      const members = [company.leader, ...company.followers];
      const apart = members.reduce((sum, each) => sum + alone(each), 0);
      return { members, weighted: Math.max(apart, restartsOf(model, company, stays)) };
    }),
  ];
  return { parts, weighted: parts.reduce((sum, part) => sum + part.weighted, 0) };
}

/**
 * The least that a company's restarts count, over how many of the followers' nodes the leader comes to: as many of its pods
 * restart, less those that start with the plan. On the nodes that it does not come to, and those that it leaves, the
 * followers' pods do.
 */
function restartsOf(model: Model, { leader: { w: leader, pods }, followers }: Company, stays: Stays): number {
  const stakes = new Map<number, number>();
  let certain = 0;
  for (const { w } of followers) {
    const weight = restartWeight(model, w);
    certain += weight * lastingPods(model, w);
    for (const n of model.runningNodes(w)) {
      const kept = stays.canBeOn(leader, n) ? weight * stays.kept(w, n) : 0;
      stakes.set(n, (stakes.get(n) ?? 0) + kept);
      certain -= kept;
    }
  }
  const here = withoutLargest([...stakes].flatMap(([n, stake]) => (stays.kept(leader, n) > 0 ? [stake] : [])));
  const elsewhere = withoutLargest([...stakes].flatMap(([n, stake]) => (stays.kept(leader, n) > 0 ? [] : [stake])));
  const starting = pods - lastingPods(model, leader);
  let least = Number.POSITIVE_INFINITY;
  for (let come = 0; come <= pods && come < elsewhere.length; come++) {
    const moves = Math.max(stays.forcedMoves(leader), come - starting);
    const lost = Math.max(0, certain + (elsewhere[come] ?? 0) + (here[pods - come] ?? 0));
    least = Math.min(least, restartWeight(model, leader) * restartsFor(model, leader, moves) + lost);
  }
  return least;
}

/** The sums of the amounts without the largest one, two, three and so on; first the sum of all, last 0. */
function withoutLargest(amounts: readonly number[]): readonly number[] {
  const sums = [amounts.reduce((sum, amount) => sum + amount, 0)];
  for (const amount of amounts.toSorted((a, b) => b - a)) {
    sums.push((sums.at(-1) ?? 0) - amount);
  }
  return sums;
}
