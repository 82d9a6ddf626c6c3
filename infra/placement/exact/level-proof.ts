import { wholeBound } from "../objectives/objective";
import type { ObjectiveName } from "../problem";
import { isProven, provenTolerance } from "../proven";
import { AwakeSets } from "../search/awake-sets";
import { Budget } from "../search/best";
import { packOnto } from "../search/repack";
import { type RankedLevels, stateOf } from "../search/search";
import { shareOut } from "../search/share-out";
import { isBetter } from "../search/is-better";
import type { State } from "../search/state";
import { placementOf } from "./adopt";
import type { LinearForm } from "./linear-program";
import { type Effort, relaxedMinimum, type Task, wholeMinimum } from "./minimise";
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
/** Changes that annealing tries for each pair of a pod and a node. */
const annealingSteps = 6_000;
/** Steps that may be tried around what annealing finds. */
const stepLimit = 200_000;

/** The proof of one level: a bound, and better placements that are found on the way. */
export class LevelProof {
  state: State;
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
      if (this.#goal.name === "balance") {
        this.#adoptShared((state) => {
          shareOut(state, [...state.model.nodes.keys()], "balance", annealingSteps);
        });
        tangentsAround(program, relaxed.columns, (this.#value() - relaxed.bound) / perSquare);
      }
      fixSwitches(this.#solver, program, this.#task());
      const open = program.switches.some((column) => (program.columns[column]?.lower ?? 0) < (program.columns[column]?.upper ?? 0));
      bound = Math.max(bound, open ? this.#searchSettings() : this.#search());
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

  #searchSettings(): number {
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
      const free = program.switches.map((column) => ({ ...program.columns[column] }));
      program.switches.forEach((column, s) => {
        Object.assign(program.columns[column] ?? {}, { lower: value.values[s], upper: value.values[s] });
      });
      try {
        this.#packAwake();
        bound = Math.min(bound, this.#isEnough(least) ? least : Math.max(least, this.#searchHalf()));
      } finally {
        program.switches.forEach((column, s) => {
          Object.assign(program.columns[column] ?? {}, free[s]);
        });
      }
    }
  }

  /** Takes what annealing finds for the nodes that are awake now, if it is better. */
  #packAwake(): void {
    const { awake, model, program } = this.#placement;
    const nodes = [...model.nodes.keys()].filter((n) => program.columns[awake.get(n) ?? -1]?.upper !== 0);
    this.#adoptShared((state) => {
      const sets = new AwakeSets(state);
      packOnto(state, sets, sets.priced(nodes, this.#value()), annealingSteps, new Budget(stepLimit));
    });
  }

  /** Whatever comes of a copy of the placement, if it is better. */
  #adoptShared(change: (state: State) => void): void {
    const { model } = this.#placement;
    const copy = stateOf(model, this.#ranked.levels, this.state.entries());
    change(copy);
    if (!copy.isBroken && isBetter(copy.totals, this.state.totals)) {
      this.state = copy;
    }
  }

  /** With half of the effort that is left: others may be as hard. */
  #searchHalf(): number {
    const { searches } = this.#effort;
    this.#effort.searches = Math.floor(searches / 2);
    const bound = this.#search();
    this.#effort.searches += searches - Math.floor(searches / 2);
    return bound;
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
      if (candidate !== undefined && isBetter(candidate.totals, this.state.totals)) {
        this.state = candidate;
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

  #task(): Task {
    const tolerance = provenTolerance(this.#goal.name, this.#value());
    return {
      form: this.#goal.form,
      value: this.#value(),
      incumbent: this.#placement.podColumns(this.state),
      // Values are whole: a bound less than one below is no gap at all. Half of the rest is for the tangents.
      tolerance: Math.max(0.9, tolerance / 2),
      effort: this.#effort,
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
