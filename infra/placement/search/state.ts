import type { ConstraintState } from "../constraints/constraint";
import type { Level } from "../objectives/objective";
import { type LevelTerms, levelTerms } from "./level-terms";
import { isBetter } from "./is-better";
import type { Model } from "./model";
import { NodeIndex } from "./node-index";
import { PodTable } from "./pod-table";
import { isLarge } from "./size";

/** Pods of a workload on a node. */
export type PodCount = readonly [w: number, n: number, pods: number];

/**
 * Where every pod is, with everything that constraints and objectives read kept up to date. Changes are logged, so that
 * a step can be tried and taken back. Room and time go with pods, not with pairs of workloads and nodes.
 */
export class State {
  readonly model: Model;
  readonly levels: readonly Level[];
  /** Pods on each node, and those of them that are no DaemonSet's. */
  readonly pods: Int32Array;
  readonly busy: Int32Array;
  readonly placed: Int32Array;
  /** Nodes × resources: what the pods on each node request. */
  readonly usage: Float64Array;
  /** Pods that moved, or lost their node for the sake of others, since {@link limitMoves}; 0 before. */
  movesMade = 0;
  /** One entry a level each, for whoever probes next: it takes longer to make such arrays than to fill them. */
  readonly probed: Float64Array;
  readonly compared: Float64Array;
  /** Of a large problem: where to look for room. */
  readonly index: NodeIndex | undefined;

  readonly #totals: Float64Array;
  /** Levels whose value is not a sum of terms. */
  readonly #wholeLevels: readonly { readonly l: number; readonly whole: NonNullable<Level["whole"]> }[];
  /** Their values at earlier lengths of the log, up to the present one: what is before is as it was then. */
  readonly #settled: { readonly length: number; readonly values: readonly number[] }[] = [];
  readonly #table: PodTable;
  readonly #left: Int32Array;
  readonly #arrived: Int32Array;
  /** Of each workload, the pods that leave their node without the search's doing: they end, or nothing lets them stay. */
  #released: Int32Array | undefined;
  readonly #terms: LevelTerms;
  readonly #nodeTerms: Float64Array;
  readonly #workloadTerms: Float64Array;
  /** Of each group of workloads, the constraints that may refuse its pods, those of them that may not break, and those told. */
  readonly #concerns: readonly (readonly ConstraintState[])[];
  readonly #lasting: readonly (readonly ConstraintState[])[];
  readonly #counting: readonly (readonly ConstraintState[])[];
  readonly #breakable: readonly ConstraintState[];
  /** Node-workload entries in the order of change; `~entry` for a removal. */
  readonly #log: number[] = [];

  constructor(model: Model, levels: readonly Level[]) {
    const nodes = model.nodes.length;
    const workloads = model.workloads.length;
    this.model = model;
    this.levels = levels;
    this.#totals = new Float64Array(levels.length);
    this.probed = new Float64Array(levels.length);
    this.compared = new Float64Array(levels.length);
    this.pods = new Int32Array(nodes);
    this.busy = new Int32Array(nodes);
    this.placed = new Int32Array(workloads);
    this.usage = new Float64Array(nodes * model.width);
    this.#table = new PodTable(workloads, nodes, 2 * workloads);
    this.#left = Int32Array.from(model.stranded);
    this.#arrived = new Int32Array(workloads);
    for (let w = 0; w < workloads; w++) {
      for (const n of model.runningNodes(w)) {
        const pods = model.running(w, n);
        this.#table.setReference(w, n, pods);
        this.#left[w] = (this.#left[w] ?? 0) + pods;
      }
    }
    this.#nodeTerms = new Float64Array(levels.length * nodes);
    this.#workloadTerms = new Float64Array(levels.length * workloads);
    this.#terms = levelTerms(model, levels);
    this.#wholeLevels = levels.flatMap(({ whole }, l) => (whole === undefined ? [] : [{ l, whole }]));
    const { prepared, groups } = model.constraints;
    const tracked = prepared.map(({ track, mayBreak }) => ({ state: track(this), lasting: mayBreak !== true }));
    const pick = (some: readonly number[]): typeof tracked => some.flatMap((c) => tracked[c] ?? []);
    this.#concerns = groups.map(({ concerns }) => pick(concerns).map(({ state }) => state));
    this.#lasting = groups.map(({ concerns }) => pick(concerns).flatMap(({ state, lasting }) => (lasting ? [state] : [])));
    this.#counting = groups.map(({ counts }) => pick(counts).map(({ state }) => state));
    this.#breakable = tracked.flatMap(({ state, lasting }) => (lasting ? [] : [state]));
    this.#recompute();
    this.index = isLarge(model) ? new NodeIndex(this) : undefined;
  }

  /** The value of each level. */
  get totals(): Float64Array {
    if (this.#wholeLevels.length > 0) {
      this.#settle();
    }
    return this.#totals;
  }

  /** Whether it is better than the given totals, without working out what cannot decide that. */
  isBetterThan(totals: Float64Array): boolean {
    for (const { l } of this.#wholeLevels) {
      this.#totals[l] = 0;
    }
    return isBetter(this.#totals, totals) && (this.#wholeLevels.length === 0 || isBetter(this.totals, totals));
  }

  count(w: number, n: number): number {
    return this.#table.count(w * this.model.nodes.length + n);
  }

  /** Pods that stay where they ran: before the plan, or when {@link rebase} was last called. */
  settled(w: number, n: number): number {
    const entry = w * this.model.nodes.length + n;
    return Math.min(this.#table.count(entry), this.#table.reference(entry));
  }

  /** Nodes that have pods of the workload, ascending. */
  nodesOf(w: number): readonly number[] {
    return this.#table.nodesOf(w);
  }

  /** Whether something holds for each node that has pods of the workload: stops at the first for which it does not. */
  everyNodeOf(w: number, holds: (n: number) => boolean): boolean {
    return this.#table.everyNode(w, holds);
  }

  /** How many nodes have pods of the workload. */
  nodeCount(w: number): number {
    return this.#table.nodeCount(w);
  }

  /** Workloads that have pods on the node, ascending. */
  workloadsOn(n: number): readonly number[] {
    return this.#table.workloadsOn(n);
  }

  used(n: number, r: number): number {
    return this.usage[n * this.model.width + r] ?? 0;
  }

  free(n: number, r: number): number {
    return (this.model.capacity[n * this.model.width + r] ?? 0) - this.used(n, r);
  }

  unplaced(w: number): number {
    return (this.model.wanted[w] ?? 0) - (this.placed[w] ?? 0);
  }

  /** Pods that run elsewhere than before. Pods that start or end with the plan do not move. */
  moved(w: number): number {
    return this.model.movable[w] === 1 ? Math.min(this.#left[w] ?? 0, this.#arrived[w] ?? 0) : 0;
  }

  /**
   * Starts to count moves against the problem's limit: with what may stay where it is now in place, and before anything
   * else is.
   */
  limitMoves(): void {
    this.#released = Int32Array.from(this.#left);
    this.movesMade = 0;
  }

  /** Constraints that may refuse the workload's pods because of other pods. */
  constraintsOf(w: number): readonly ConstraintState[] {
    return this.#concerns[this.model.constraints.groupOf[w] ?? 0] ?? [];
  }

  /** {@link constraintsOf} without those that more pods may mend. */
  lastingConstraintsOf(w: number): readonly ConstraintState[] {
    return this.#lasting[this.model.constraints.groupOf[w] ?? 0] ?? [];
  }

  /** Whether a pod of the workload, on a node where all constraints allow it, may break one that must hold at the end of a step. */
  mayBreak(w: number): boolean {
    return this.#countingOf(w).some(({ broken, holdsWhereAllowed }) => broken !== undefined && holdsWhereAllowed !== true);
  }

  /** Whether a constraint is broken at the moment that must hold at the end of a step. */
  get isBroken(): boolean {
    return this.#breakable.some(({ broken }) => broken !== undefined && broken() > 0);
  }

  /** A point to return to with {@link undo}. */
  mark(): number {
    return this.#log.length;
  }

  undo(mark: number): void {
    while (this.#log.length > mark) {
      const entry = this.#log.pop() ?? 0;
      while ((this.#settled.at(-1)?.length ?? 0) > this.#log.length) {
        this.#settled.pop();
      }
      const change = entry < 0 ? ~entry : entry;
      const n = change % this.model.nodes.length;
      const w = (change - n) / this.model.nodes.length;
      this.#change(w, n, entry < 0 ? 1 : -1);
      for (const constraint of this.#countingOf(w)) {
        if (entry < 0) {
          (constraint.removeUndone ?? constraint.added)?.(w, n);
        } else {
          (constraint.addUndone ?? constraint.removed)?.(w, n);
        }
      }
    }
  }

  add(w: number, n: number): void {
    this.#log.push(w * this.model.nodes.length + n);
    this.#change(w, n, 1);
    for (const constraint of this.#countingOf(w)) {
      constraint.added?.(w, n);
    }
  }

  remove(w: number, n: number): void {
    this.#log.push(~(w * this.model.nodes.length + n));
    this.#change(w, n, -1);
    for (const constraint of this.#countingOf(w)) {
      constraint.removed?.(w, n);
    }
  }

  /** What was done since the mark, to be done again with {@link replay}. */
  changesSince(mark: number): readonly number[] {
    return this.#log.slice(mark);
  }

  replay(changes: readonly number[]): void {
    for (const entry of changes) {
      const change = entry < 0 ? ~entry : entry;
      const n = change % this.model.nodes.length;
      const w = (change - n) / this.model.nodes.length;
      if (entry < 0) {
        this.remove(w, n);
      } else {
        this.add(w, n);
      }
    }
  }

  /** From now on, pods count as moved when they leave where they are now. */
  rebase(): void {
    this.#log.length = 0;
    this.#settled.length = 0;
    this.#table.takeReference();
    this.#left.fill(0);
    this.#arrived.fill(0);
    this.#recompute();
  }

  /** All pods, by workload and node. */
  *entries(): Iterable<PodCount> {
    for (let w = 0; w < this.model.workloads.length; w++) {
      if ((this.placed[w] ?? 0) > 0) {
        for (const n of this.nodesOf(w)) {
          yield [w, n, this.count(w, n)];
        }
      }
    }
  }

  /**
   * By how much one more pod of the workload on the node would change each level's total, without adding it. For large
   * problems, which have no levels of the whole state: for one of those it says 0.
   *
   * @param into Receives the change by level.
   * @param least What it is compared with; levels after the first that is worse are then left out.
   * @returns whether the change is better than `least`, or anything when there is none.
   */
  probe(w: number, n: number, into: Float64Array, least?: Float64Array): boolean {
    const { model } = this;
    const { width } = model;
    into.fill(0);
    const arrives = !this.#table.isShort(w, n);
    const daemon = model.movable[w] !== 1 && model.workloads[w]?.mode === "perNode";
    this.#hold(w, n, width, 1, daemon);
    this.#place(w, 1, arrives);
    let better = least === undefined;
    for (const { l, node, workload, pod } of this.#terms.ofPod[w] ?? []) {
      let change = 0;
      if (node !== undefined) {
        change += node(this, n) - (this.#nodeTerms[l * model.nodes.length + n] ?? 0);
      }
      if (workload !== undefined) {
        change += workload(this, w, n) - (this.#workloadTerms[l * model.workloads.length + w] ?? 0);
      }
      if (pod !== undefined) {
        change += pod(w, n);
      }
      into[l] = change;
      if (least !== undefined && !better && change !== least[l]) {
        better = change < (least[l] ?? 0);
        if (!better) {
          break;
        }
      }
    }
    this.#place(w, -1, arrives);
    this.#hold(w, n, width, -1, daemon);
    return better;
  }

  #countingOf(w: number): readonly ConstraintState[] {
    return this.#counting[this.model.constraints.groupOf[w] ?? 0] ?? [];
  }

  /** Counts a pod on the node. */
  #hold(w: number, n: number, width: number, sign: 1 | -1, daemon: boolean): void {
    const { requests } = this.model;
    this.pods[n] = (this.pods[n] ?? 0) + sign;
    if (!daemon) {
      this.busy[n] = (this.busy[n] ?? 0) + sign;
    }
    for (let r = 0; r < width; r++) {
      this.usage[n * width + r] = (this.usage[n * width + r] ?? 0) + sign * (requests[w * width + r] ?? 0);
    }
  }

  /** Counts a pod of the workload: one that arrives, or one that is back where it was. */
  #place(w: number, sign: 1 | -1, arrives: boolean): void {
    this.placed[w] = (this.placed[w] ?? 0) + sign;
    if (arrives) {
      this.#arrived[w] = (this.#arrived[w] ?? 0) + sign;
    } else {
      this.#left[w] = (this.#left[w] ?? 0) - sign;
    }
  }

  #change(w: number, n: number, sign: 1 | -1): void {
    const { nodes, workloads, width } = this.model;
    const arrives = this.#table.change(w, n, sign);
    const movesBefore = this.#released === undefined ? 0 : this.#movesOf(w, this.#released);
    this.#place(w, sign, arrives);
    if (this.#released !== undefined) {
      this.movesMade += this.#movesOf(w, this.#released) - movesBefore;
    }
    this.#hold(w, n, width, sign, workloads[w]?.mode === "perNode");
    for (const { l, node } of this.#terms.ofNodes) {
      this.#setTerm(this.#nodeTerms, l, l * nodes.length + n, node(this, n));
    }
    for (const { l, workload } of this.#terms.ofWorkload[w] ?? []) {
      this.#setTerm(this.#workloadTerms, l, l * workloads.length + w, workload(this, w));
    }
    for (const { l, pod } of this.#terms.ofPods) {
      this.#totals[l] = (this.#totals[l] ?? 0) + sign * pod(w, n);
    }
    this.index?.changed(n);
  }

  /** A pod that leaves where it could stay counts even when it finds no other node. */
  #movesOf(w: number, released: Int32Array): number {
    return Math.max(this.moved(w), (this.#left[w] ?? 0) - (released[w] ?? 0));
  }

  #settle(): void {
    const length = this.#log.length;
    let last = this.#settled.at(-1);
    if (last?.length !== length) {
      last = { length, values: this.#wholeLevels.map(({ whole }) => whole(this)) };
      this.#settled.push(last);
    }
    for (const [i, { l }] of this.#wholeLevels.entries()) {
      this.#totals[l] = last.values[i] ?? 0;
    }
  }

  #setTerm(terms: Float64Array, l: number, at: number, term: number): void {
    this.#totals[l] = (this.#totals[l] ?? 0) + term - (terms[at] ?? 0);
    terms[at] = term;
  }

  #recompute(): void {
    const { nodes, workloads } = this.model;
    this.#totals.fill(0);
    this.#nodeTerms.fill(0);
    this.#workloadTerms.fill(0);
    nodes.forEach((_, n) => {
      for (const { l, node } of this.#terms.ofNodes) {
        this.#setTerm(this.#nodeTerms, l, l * nodes.length + n, node(this, n));
      }
    });
    workloads.forEach((_, w) => {
      for (const { l, workload } of this.#terms.ofWorkload[w] ?? []) {
        this.#setTerm(this.#workloadTerms, l, l * workloads.length + w, workload(this, w));
      }
    });
    for (const [w, n, pods] of this.entries()) {
      for (const { l, pod } of this.#terms.ofPods) {
        this.#totals[l] = (this.#totals[l] ?? 0) + pods * pod(w, n);
      }
    }
  }
}
