import { wholeBound } from "../objectives/objective";
import { maySleep } from "../objectives/watts";
import type { ObjectiveName } from "../problem";
import { isProven, provenTolerance } from "../proven";
import { AwakeSets } from "../search/awake-sets";
import { Budget } from "../search/best";
import { packOnto } from "../search/repack";
import { type RankedLevels, stateOf } from "../search/search";
import { resharing } from "../search/reshare";
import { shareOut, type Shared } from "../search/share-out";
import { isBetter } from "../search/is-better";
import type { State } from "../search/state";
import { placementOf } from "./adopt";
import type { LinearForm } from "./linear-program";
import { fixColumns } from "./column-generation/fix-columns";
import { nodeProblems } from "./column-generation/node-problems";
import { patternBound, patternsOf } from "./column-generation/pattern-bound";
import { type Effort, relaxedMinimum, type RelaxedMinimum, type Task, wholeMinimum } from "./minimise";
import { narrow } from "./narrow";
import { perSquare } from "./objectives/balance";
import type { PlacementProgram } from "./placement-program";
import type { Solver } from "./solver";
import { fixSwitches, settings } from "./switches";
import { tangentsAround } from "./tangents";

/** What is minimised: the level of an objective that has one. */
export interface Goal {
  readonly name: ObjectiveName;
  /** Its number among the state's levels. */
  readonly l: number;
  readonly form: LinearForm;
}

/** Searches over whole numbers for one setting of the switches; after each, tangents are added where its placement is. */
const roundLimit = 4;
/** How often prices are tried to share out pods anew, for each pair of a pod and a node; for every further setting of the switches half as often. */
const pricesTried = 3_000;
/** Changes that annealing tries where a node wakes that slept, for each pair of a pod and a node. */
const annealingSteps = 3_000;
/** Rounds of column generation, times the root of the pairs of a workload and a node; for every further setting of the switches half as many. */
const patternRounds = 5_000;
/** Pairs of a workload and a node from which a program is decomposed; a smaller one is searched sooner. */
const decomposedFrom = 300;
/** Steps that may be tried around what annealing finds. */
const stepLimit = 200_000;

/** Objectives of which better placements are found by sharing out pods anew, or that those decide before. */
const sharedByAll: ReadonlySet<ObjectiveName> = new Set(["watts", "balance", "disruption"]);

/** The proof of one level: a bound, and better placements that are found on the way. */
export class LevelProof {
  state: State;
  #patternRounds: number;
  #pricesTried = pricesTried;
  readonly #solver: Solver;
  readonly #effort: Effort;
  readonly #placement: PlacementProgram;
  readonly #ranked: RankedLevels;
  readonly #goal: Goal;

  constructor(solver: Solver, effort: Effort, placement: PlacementProgram, ranked: RankedLevels, goal: Goal, state: State) {
    this.#solver = solver;
    this.#effort = effort;
    this.#placement = placement;
    this.#ranked = ranked;
    this.#goal = goal;
    this.state = state;
    this.#patternRounds = Math.round(patternRounds / Math.sqrt(this.#pairs));
  }

  /** @returns what no placement can be below; at least `cheap`, and no more where the solver gives up. */
  prove(cheap: number): number {
    try {
      return this.#proven(cheap);
    } catch (error) {
      if (error instanceof this.#solver.highs.errors.HighsError) {
        return cheap;
      }
      throw error;
    }
  }

  #proven(cheap: number): number {
    if (this.#isEnough(cheap)) {
      return cheap;
    }
    const { program } = this.#placement;
    const relaxed = relaxedMinimum(this.#solver, program, this.#task());
    if (relaxed === undefined) {
      return cheap;
    }
    let bound = Math.max(cheap, atLeastWhole(relaxed.bound));
    if (!this.#isEnough(bound) && this.#effort.searches > 0) {
      this.#shareAnew(this.state, this.#nodesInUse());
      if (this.#isEnough(bound)) {
        this.#narrow();
        return bound;
      }
      if (this.#goal.name === "balance") {
        tangentsAround(program, relaxed.columns, (this.#value() - relaxed.bound) / perSquare);
      }
      fixSwitches(this.#solver, program, this.#task());
      const open = program.switches.some((column) => (program.columns[column]?.lower ?? 0) < (program.columns[column]?.upper ?? 0));
      bound = Math.max(bound, open ? this.#searchSettings(relaxed) : this.#searchPatterns(relaxed));
    }
    this.#narrow();
    return bound;
  }

  /** From now on no placement with a greater value counts. */
  hold(): void {
    const { offset, terms } = this.#goal.form;
    const scale = 1 / Math.max(1, Math.abs(this.#value()));
    this.#placement.program.addRow(
      Number.NEGATIVE_INFINITY,
      terms.map(([column, coefficient]) => [column, coefficient * scale]),
      (this.#value() - offset) * scale,
    );
  }

  #searchSettings(relaxed: RelaxedMinimum): number {
    const { program } = this.#placement;
    const found = settings(this.#solver, program, this.#task());
    let bound = Number.POSITIVE_INFINITY;
    for (;;) {
      const { value, done } = found.next();
      if (done === true) {
        return Math.min(bound, value);
      }
      const least = atLeastWhole(value.bound);
      if (this.#isEnough(Math.min(bound, least)) || least >= bound) {
        found.return(0);
        return Math.min(bound, least);
      }
      const free = program.columns.map((column) => ({ ...column }));
      program.switches.forEach((column, s) => {
        Object.assign(program.columns[column] ?? {}, { lower: value.values[s], upper: value.values[s] });
      });
      try {
        this.#packAwake();
        bound = Math.min(bound, this.#isEnough(least) ? least : Math.max(least, this.#searchHalf(relaxed)));
      } finally {
        free.forEach((column, i) => {
          Object.assign(program.columns[i] ?? {}, column);
        });
      }
    }
  }

  /** Shares out all pods among the nodes that are awake now, if others are in the best placement. */
  #packAwake(): void {
    const { awake, model, program } = this.#placement;
    const nodes = [...model.nodes.keys()].filter((n) => program.columns[awake.get(n) ?? -1]?.upper !== 0);
    if (this.#shared === undefined || nodes.join() === this.#nodesInUse().join()) {
      return;
    }
    const packed = this.#copy(this.state);
    const sets = new AwakeSets(packed);
    packOnto(packed, sets, sets.priced(nodes, this.#value()), annealingSteps, new Budget(stepLimit));
    const isOnto = model.nodes.every((_, n) => nodes.includes(n) || (packed.busy[n] ?? 0) === 0);
    if (!packed.isBroken && isOnto) {
      this.#shareAnew(packed, nodes);
    }
  }

  /** All nodes but those that sleep in the best placement, where that saves watts. */
  #nodesInUse(): readonly number[] {
    const { model } = this.#placement;
    return [...model.nodes.keys()].filter((n) => this.#goal.name !== "watts" || !maySleep(model, n) || (this.state.busy[n] ?? 0) > 0);
  }

  /** Shares out the pods on the nodes among these, and takes what comes of it if it is better. */
  #shareAnew(from: State, nodes: readonly number[]): void {
    if (this.#shared !== undefined) {
      const state = this.#copy(from);
      shareOut(state, nodes, this.#shared, resharing(this.#pricesTried));
      this.#pricesTried /= 2;
      this.#adopt(state);
    }
  }

  #copy(state: State): State {
    return stateOf(this.#placement.model, this.#ranked.levels, state.entries());
  }

  #adopt(candidate: State): void {
    if (!candidate.isBroken && isBetter(candidate.totals, this.state.totals)) {
      this.state = candidate;
    }
  }

  /** With half of the effort that is left: others may be as hard. */
  #searchHalf(relaxed: RelaxedMinimum): number {
    const { searches } = this.#effort;
    this.#effort.searches = Math.floor(searches / 2);
    const bound = this.#searchPatterns(relaxed);
    this.#effort.searches += searches - Math.floor(searches / 2);
    return bound;
  }

  /** The bound from whole patterns, and where that is not enough a search among the columns that it leaves open. */
  #searchPatterns({ rowPrices }: RelaxedMinimum): number {
    const { form } = this.#goal;
    if (this.#shared === undefined || this.#isSmall) {
      return this.#search();
    }
    const placement = this.#placement;
    const problems = nodeProblems(placement, form);
    const patterns = patternBound(this.#solver, problems, {
      ...this.#task(),
      prices: Float64Array.from(placement.podRows, (row) => rowPrices[row] ?? 0),
      rounds: this.#patternRounds,
      incumbent: patternsOf(problems, placement, this.state),
    });
    this.#patternRounds = Math.floor(this.#patternRounds / 2);
    const least = atLeastWhole(patterns.bound);
    if (this.#isEnough(least)) {
      return least;
    }
    fixColumns(placement.program, problems, patterns, this.#value());
    const before = this.#value();
    const found = Math.max(least, this.#search());
    if (this.#value() < before && !this.#isEnough(found)) {
      this.#shareAnew(this.state, this.#nodesInUse());
    }
    return found;
  }

  /** Searches over whole numbers; with squares, again as long as that may help. */
  #search(): number {
    const { program } = this.#placement;
    const rounds = program.squares.length > 0 ? roundLimit : 1;
    let bound = Number.NEGATIVE_INFINITY;
    for (let round = 0; round < rounds && this.#effort.searches > 0 && !this.#isEnough(bound); round++) {
      const { bound: reached, columns, exhausted } = wholeMinimum(this.#solver, program, this.#task());
      bound = Math.max(bound, atLeastWhole(reached));
      if (columns === undefined) {
        break;
      }
      const candidate = placementOf(this.#placement, this.#ranked, columns);
      if (candidate !== undefined) {
        this.#adopt(candidate);
      }
      if (exhausted) {
        break;
      }
      for (const square of program.squares) {
        program.addTangent(square, columns[square.root] ?? 0);
      }
    }
    return bound;
  }

  #narrow(): void {
    const { program } = this.#placement;
    fixSwitches(this.#solver, program, this.#task());
    const relaxed = relaxedMinimum(this.#solver, program, { ...this.#task(), tolerance: 0 });
    if (relaxed !== undefined) {
      narrow(program, relaxed, this.#value());
    }
  }

  /** The goal, if it asks for all pods at once and is the first to do so: later ones have little choice left. */
  get #shared(): Shared | undefined {
    const first = this.#placement.model.problem.objectives.find((name) => name === "watts" || name === "balance");
    return first === this.#goal.name ? first : undefined;
  }

  get #isSmall(): boolean {
    return this.#pairs < decomposedFrom;
  }

  get #pairs(): number {
    const { model, workloads } = this.#placement;
    return Math.max(1, workloads.length * model.nodes.length);
  }

  #task(): Task {
    const tolerance = provenTolerance(this.#goal.name, this.#value());
    return {
      form: this.#goal.form,
      value: this.#value(),
      incumbent: this.#placement.podColumns(this.state),
      // Values are whole: a bound less than one below is no gap at all. Half of the rest is for the tangents.
      tolerance: Math.max(0.9, tolerance / 2),
      effort: this.#effort,
      isImproved: sharedByAll.has(this.#goal.name),
    };
  }

  #value(): number {
    return this.state.totals[this.#goal.l] ?? 0;
  }

  #isEnough(bound: number): boolean {
    return isProven({ name: this.#goal.name, value: this.#value(), bound });
  }
}

/** Infinite where nothing is possible, or nothing is known. */
function atLeastWhole(bound: number): number {
  return Number.isFinite(bound) ? wholeBound(bound) : bound;
}
