import { placeBase } from "../search/base";
import type { Model } from "../search/model";
import { State } from "../search/state";
import { type LinearForm, LinearProgram, type Term } from "./linear-program";

/** The placements of a problem as a linear program: a column for the pods of each workload on each node that may have any. */
export class PlacementProgram {
  readonly model: Model;
  /** What the plan does not decide: fixed pods and DaemonSets. */
  readonly base: State;
  readonly program = new LinearProgram();
  /** Movable workloads that should have pods. */
  readonly workloads: readonly number[];
  /** By node that may sleep, the column that is 1 when it is awake; with the objective watts alone. */
  readonly awake = new Map<number, number>();
  /** The rows that give every pod of a workload a node, in the order of the workloads. */
  readonly podRows: number[] = [];
  readonly #columns = new Map<number, number>();
  readonly #missing = new Map<number, number>();
  readonly #kept = new Map<number, LinearForm>();
  /** Nodes × resources. */
  readonly #room: Float64Array;
  readonly #roomRows = new Map<number, number>();
  readonly #shares = new Map<number, number>();

  /** @param complete whether all pods must have a node. */
  constructor(model: Model, complete: boolean) {
    this.model = model;
    this.base = new State(model, []);
    placeBase(this.base);
    this.#room = model.capacity.map((capacity, entry) =>
      Math.max(0, capacity - this.base.used(Math.floor(entry / model.width), entry % model.width)),
    );
    this.workloads = model.order.filter((w) => model.movable[w] === 1 && (model.wanted[w] ?? 0) > 0);
    for (const w of this.workloads) {
      model.nodes.forEach((_, n) => {
        const most = this.#mostPods(w, n);
        if (most > 0) {
          this.#columns.set(w * model.nodes.length + n, this.program.addColumn(0, most, true));
        }
      });
      this.#missing.set(w, this.program.addColumn(0, complete ? 0 : (model.wanted[w] ?? 0), true));
    }
  }

  /** The workload's pods on the node; undefined where there cannot be any. */
  column(w: number, n: number): number | undefined {
    return this.#columns.get(w * this.model.nodes.length + n);
  }

  /** The workload's pods that have no node. */
  missing(w: number): LinearForm {
    const column = this.#missing.get(w);
    return { offset: 0, terms: column === undefined ? [] : [[column, 1]] };
  }

  /** One term for every workload that may have pods on the node. */
  termsOn(n: number, coefficient: (w: number) => number): readonly Term[] {
    return this.workloads.flatMap((w) => {
      const column = this.column(w, n);
      return column === undefined ? [] : [[column, coefficient(w)] as const];
    });
  }

  /** One term for every node that may have pods of the workload. */
  termsOf(w: number, coefficient: (n: number) => number): readonly Term[] {
    return this.model.nodes.flatMap((_, n) => {
      const column = this.column(w, n);
      return column === undefined ? [] : [[column, coefficient(n)] as const];
    });
  }

  /** Of a resource of a node, what movable pods may take: what is free, or what a held ceiling leaves. */
  room(n: number, r: number): number {
    return this.#room[n * this.model.width + r] ?? 0;
  }

  /** What movable pods take of a node's resource is at most `room`. */
  limitRoom(n: number, r: number, room: number): void {
    const entry = n * this.model.width + r;
    this.#room[entry] = Math.min(this.room(n, r), Math.max(0, room));
    const share = this.#shares.get(entry);
    const column = this.program.columns[share ?? -1];
    if (column !== undefined) {
      column.upper = column.lower + this.room(n, r) / this.#whole(entry);
      return;
    }
    const terms = this.#sharesRequested(n, r);
    if (terms.length > 0) {
      const row = { lower: Number.NEGATIVE_INFINITY, terms, upper: this.room(n, r) / this.#whole(entry) };
      this.#roomRows.set(entry, this.program.setRow(this.#roomRows.get(entry), row));
    }
  }

  /** A column for what is requested of a node's resource, as a share of what the node has. */
  share(n: number, r: number): number {
    const entry = n * this.model.width + r;
    const known = this.#shares.get(entry);
    if (known !== undefined) {
      return known;
    }
    const start = this.base.used(n, r) / this.#whole(entry);
    const share = this.program.addColumn(start, start + this.room(n, r) / this.#whole(entry), false);
    this.#shares.set(entry, share);
    const terms: readonly Term[] = [...this.#sharesRequested(n, r), [share, -1]];
    this.#roomRows.set(entry, this.program.setRow(this.#roomRows.get(entry), { lower: -start, terms, upper: -start }));
    return share;
  }

  /** {@link share} where it has been asked for. */
  knownShare(n: number, r: number): number | undefined {
    return this.#shares.get(n * this.model.width + r);
  }

  #sharesRequested(n: number, r: number): readonly Term[] {
    const whole = this.#whole(n * this.model.width + r);
    return this.requested(n, r).map(([column, request]) => [column, request / whole]);
  }

  #whole(entry: number): number {
    return Math.max(1, this.model.capacity[entry] ?? 0);
  }

  /** Requests of a resource by movable pods on the node. */
  requested(n: number, r: number): readonly Term[] {
    const { requests, resources } = this.model;
    return this.termsOn(n, (w) => requests[w * resources.length + r] ?? 0).filter(([, request]) => request > 0);
  }

  /**
   * The workload's pods that move, if all have a node: as many as run now and go on, less those that are kept. A kept pod
   * is one that runs on the node now and in the plan.
   */
  moved(w: number): LinearForm {
    const kept = this.#keptPods(w);
    const { model } = this;
    const running = model.nodes.reduce((sum, _, n) => sum + model.running(w, n), model.stranded[w] ?? 0);
    return {
      offset: Math.min(running, model.wanted[w] ?? 0),
      terms: kept.terms.map(([column, coefficient]) => [column, -coefficient]),
    };
  }

  /** The pods of a state, as columns and their values. */
  podColumns(state: State): { readonly indices: readonly number[]; readonly values: readonly number[] } {
    const pods = this.workloads.flatMap((w) => this.termsOf(w, (n) => state.count(w, n)));
    return { indices: pods.map(([column]) => column), values: pods.map(([, count]) => count) };
  }

  #keptPods(w: number): LinearForm {
    const known = this.#kept.get(w);
    if (known !== undefined) {
      return known;
    }
    const terms = this.model.nodes.flatMap((_, n): readonly Term[] => {
      const running = this.model.running(w, n);
      const column = this.column(w, n);
      if (running === 0 || column === undefined) {
        return [];
      }
      if ((this.program.columns[column]?.upper ?? 0) <= running) {
        return [[column, 1]];
      }
      const kept = this.program.addColumn(0, running, false);
      this.program.addRow(
        Number.NEGATIVE_INFINITY,
        [
          [kept, 1],
          [column, -1],
        ],
        0,
      );
      return [[kept, 1]];
    });
    const form = { offset: 0, terms };
    this.#kept.set(w, form);
    return form;
  }

  #mostPods(w: number, n: number): number {
    const { model } = this;
    const width = model.width;
    if (!model.admits(w, n)) {
      return 0;
    }
    let most = Math.min(model.wanted[w] ?? 0, Math.max(0, (model.podCapacity[n] ?? 0) - (this.base.pods[n] ?? 0)));
    for (let r = 0; r < width; r++) {
      const request = model.requests[w * width + r] ?? 0;
      most = request > 0 ? Math.min(most, Math.floor(this.room(n, r) / request)) : most;
    }
    return most;
  }
}
