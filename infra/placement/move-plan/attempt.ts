import type { DisruptionBudget } from "../../workloads/schema";
import type { Assignment } from "../search/assign";
import { evictionLimit } from "./eviction-limit";
import { Ledger } from "./ledger";
import { addCount, nodesOf, type Remaining, remainingOf, total } from "./remaining";

/** One thing that is done at once. Workload and nodes by index. */
export interface Action {
  readonly w: number;
  readonly pods: number;
  readonly from?: number;
  readonly to?: number;
  /** `again`: the pods were stopped to make room. */
  readonly kind: "move" | "stop-for-room" | "end" | "start" | "start-again";
  /** Pods of the workload that run before it. */
  readonly running: number;
}

/** The state of one attempt to carry the plan out: what runs, and what is still to be done. */
export class Attempt {
  readonly ledger: Ledger;
  readonly remaining: readonly Remaining[];
  readonly #assignment: Assignment;
  readonly #budgets: ReadonlyMap<string, DisruptionBudget>;

  constructor(assignment: Assignment, budgets: ReadonlyMap<string, DisruptionBudget>) {
    this.#assignment = assignment;
    this.#budgets = budgets;
    this.ledger = new Ledger(assignment);
    this.remaining = remainingOf(assignment);
  }

  evictable({ w, stopped }: Remaining): number {
    const { id = "" } = this.#assignment.model.workloads[w] ?? {};
    const wanted = this.#assignment.model.wanted[w] ?? 0;
    return evictionLimit(this.#budgets.get(id), { wanted, running: this.ledger.running(w), stopped });
  }

  /** Does what happens without an eviction as soon as it can: pods that are too many end, new ones start. */
  settle(rest: Remaining): Action | undefined {
    return this.#end(rest, this.#surplus(rest)) ?? this.#start(rest);
  }

  /** Ends pods that are not too many and have no node in the plan. */
  giveUp(rest: Remaining): Action | undefined {
    return this.#end(rest, this.#mayEnd(rest));
  }

  /** Whether {@link settle}, {@link move} or {@link giveUp} would do anything. */
  canAdvance(rest: Remaining): boolean {
    if (rest.ends > 0 && this.#mayEnd(rest) > 0) {
      return true;
    }
    if (rest.starts + rest.stopped > 0 && nodesOf(rest.arriving).some((n) => this.ledger.canStart(rest.w, n))) {
      return true;
    }
    return this.evictable(rest) > 0 && pairs(rest).some(([from, to]) => this.canMove(rest.w, from, to));
  }

  canMove(w: number, from: number, to: number): boolean {
    this.ledger.terminate(w, from);
    const can = this.ledger.canStart(w, to);
    this.ledger.spare(w, from);
    return can;
  }

  /** Stops one pod that has a successor, before there is room for that. */
  stop(rest: Remaining, from: number): Action {
    const running = this.ledger.running(rest.w);
    this.#leave(rest, from, 1);
    rest.stopped++;
    return { w: rest.w, kind: "stop-for-room", pods: 1, from, running };
  }

  /** Whether anything could be done, by any of these, once one pod of `rest` were gone from the node. */
  wouldHelp(rest: Remaining, from: number, others: readonly Remaining[]): boolean {
    this.ledger.terminate(rest.w, from);
    this.ledger.release(rest.w, from);
    addCount(rest.leaving, from, -1);
    rest.stopped++;
    const helps = others.some((other) => (other === rest || other.arriving.has(from)) && this.canAdvance(other));
    rest.stopped--;
    addCount(rest.leaving, from, 1);
    this.ledger.unrelease(rest.w, from);
    this.ledger.spare(rest.w, from);
    return helps;
  }

  #surplus(rest: Remaining): number {
    return Math.max(0, Math.min(rest.ends, this.ledger.running(rest.w) - (this.#assignment.model.wanted[rest.w] ?? 0)));
  }

  #mayEnd(rest: Remaining): number {
    return Math.max(this.#surplus(rest), Math.min(rest.ends, this.evictable(rest)));
  }

  #end(rest: Remaining, most: number): Action | undefined {
    // A pod that only gets other requests is not the one to end, where there is another.
    const [from] = nodesOf(rest.leaving).sort((a, b) => Number(rest.arriving.has(a)) - Number(rest.arriving.has(b)));
    if (most === 0 || from === undefined) {
      return undefined;
    }
    const running = this.ledger.running(rest.w);
    const pods = Math.min(most, rest.leaving.get(from) ?? 0);
    this.#leave(rest, from, pods);
    rest.ends -= pods;
    return { w: rest.w, kind: "end", pods, from, running };
  }

  #start(rest: Remaining): Action | undefined {
    const again = rest.stopped > 0;
    const most = again ? rest.stopped : rest.starts;
    const to = most === 0 ? undefined : nodesOf(rest.arriving).find((n) => this.ledger.canStart(rest.w, n));
    if (to === undefined) {
      return undefined;
    }
    const running = this.ledger.running(rest.w);
    const room = Math.min(most, rest.arriving.get(to) ?? 0);
    let pods = 0;
    while (pods < room && this.ledger.canStart(rest.w, to)) {
      this.ledger.start(rest.w, to);
      pods++;
    }
    addCount(rest.arriving, to, -pods);
    if (again) {
      rest.stopped -= pods;
    } else {
      rest.starts -= pods;
    }
    return { w: rest.w, kind: again ? "start-again" : "start", pods, to, running };
  }

  /** Moves as many pods as may go at once, if any can. */
  move(rest: Remaining): Action | undefined {
    const limit = this.evictable(rest);
    const pair = limit === 0 ? undefined : pairs(rest).find(([from, to]) => this.canMove(rest.w, from, to));
    if (pair === undefined) {
      return undefined;
    }
    const [from, to] = pair;
    const running = this.ledger.running(rest.w);
    const most = Math.min(limit, rest.leaving.get(from) ?? 0, rest.arriving.get(to) ?? 0);
    let pods = 0;
    while (pods < most && this.canMove(rest.w, from, to)) {
      this.ledger.terminate(rest.w, from);
      this.ledger.start(rest.w, to);
      pods++;
    }
    this.ledger.release(rest.w, from);
    addCount(rest.leaving, from, -pods);
    addCount(rest.arriving, to, -pods);
    return { w: rest.w, kind: "move", pods, from, to, running };
  }

  #leave(rest: Remaining, from: number, pods: number): void {
    for (let pod = 0; pod < pods; pod++) {
      this.ledger.terminate(rest.w, from);
    }
    this.ledger.release(rest.w, from);
    addCount(rest.leaving, from, -pods);
  }
}

/** From where to where a pod may be moved: on its own node where only its requests change, else in the order of names. */
function pairs({ leaving, arriving, ends }: Remaining): readonly (readonly [from: number, to: number])[] {
  if (total(leaving) <= ends) {
    return [];
  }
  const sources = nodesOf(leaving);
  const inPlace = sources.filter((n) => arriving.has(n)).map((n) => [n, n] as const);
  const across = sources.flatMap((from) => nodesOf(arriving).flatMap((to) => (from === to ? [] : [[from, to] as const])));
  return [...inPlace, ...across];
}
