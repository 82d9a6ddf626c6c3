import type { ModelData } from "highs";

/** One coefficient: of a column, by its number. */
export type Term = readonly [column: number, coefficient: number];

/** `offset` plus the sum of the terms. A column may occur in several terms. */
export interface LinearForm {
  readonly offset: number;
  readonly terms: readonly Term[];
}

/** `column` is at least `weight` times the square of `root`, which the rows of a linear program say by tangents. */
export interface Square {
  readonly root: number;
  readonly column: number;
  readonly weight: number;
}

interface Column {
  lower: number;
  upper: number;
  readonly whole: boolean;
}

export interface Row {
  readonly lower: number;
  readonly upper: number;
  readonly terms: readonly Term[];
}

/** A mixed-integer linear program as it grows; columns and rows are numbered from 0 in the order in which they are added. */
export class LinearProgram {
  readonly columns: Column[] = [];
  readonly rows: Row[] = [];
  readonly squares: Square[] = [];
  /** Columns of 0 or 1 that decide much of all others. */
  readonly switches: number[] = [];

  /** @param whole whether only whole numbers are allowed. */
  addColumn(lower: number, upper: number, whole: boolean): number {
    return this.columns.push({ lower, upper, whole }) - 1;
  }

  addRow(lower: number, terms: readonly Term[], upper: number): void {
    this.rows.push({ lower, terms: joined(terms), upper });
  }

  addSwitch(): number {
    const column = this.addColumn(0, 1, true);
    this.switches.push(column);
    return column;
  }

  /** Puts a row in the place of another, or adds it; returns its number. */
  setRow(number: number | undefined, { lower, terms, upper }: Row): number {
    const row = { lower, terms: joined(terms), upper };
    if (number === undefined) {
      return this.rows.push(row) - 1;
    }
    this.rows[number] = row;
    return number;
  }

  addSquare(square: Square): void {
    this.squares.push(square);
  }

  /** The tangent of a square where its root has the given value: no feasible point is cut off. */
  addTangent({ root, column, weight }: Square, at: number): void {
    const [lower, terms] = tangent({ root, column, weight }, at);
    this.addRow(lower, terms, Number.POSITIVE_INFINITY);
  }

  /** For HiGHS. The objective is multiplied by `scale`. */
  toModelData(objective: LinearForm, scale: number, whole: boolean): ModelData {
    const cost = new Float64Array(this.columns.length);
    for (const [column, coefficient] of objective.terms) {
      cost[column] = (cost[column] ?? 0) + coefficient * scale;
    }
    const starts = [0];
    for (const { terms } of this.rows) {
      starts.push((starts.at(-1) ?? 0) + terms.length);
    }
    return {
      numCols: this.columns.length,
      numRows: this.rows.length,
      offset: objective.offset * scale,
      colCost: cost,
      colLower: this.columns.map(({ lower }) => lower),
      colUpper: this.columns.map(({ upper }) => upper),
      rowLower: this.rows.map(({ lower }) => lower),
      rowUpper: this.rows.map(({ upper }) => upper),
      matrix: {
        format: "csr",
        numRows: this.rows.length,
        numCols: this.columns.length,
        starts,
        indices: this.rows.flatMap(({ terms }) => terms.map(([column]) => column)),
        values: this.rows.flatMap(({ terms }) => terms.map(([, coefficient]) => coefficient)),
      },
      ...(whole ? { integrality: this.columns.map((column) => (column.whole ? 1 : 0)) } : {}),
    };
  }
}

/** `column ≥ weight · (2 · at · root − at²)`, as the lower limit of a row and its terms. */
export function tangent({ root, column, weight }: Square, at: number): readonly [lower: number, terms: readonly Term[]] {
  return [
    -weight * at * at,
    [
      [column, 1],
      [root, -2 * weight * at],
    ],
  ];
}

export function sumOf(forms: readonly LinearForm[]): LinearForm {
  return { offset: forms.reduce((sum, { offset }) => sum + offset, 0), terms: forms.flatMap(({ terms }) => terms) };
}

export function scaled({ offset, terms }: LinearForm, factor: number): LinearForm {
  return { offset: offset * factor, terms: terms.map(([column, coefficient]) => [column, coefficient * factor]) };
}

/** A row may name a column once only. */
function joined(terms: readonly Term[]): readonly Term[] {
  const coefficients = new Map<number, number>();
  for (const [column, coefficient] of terms) {
    coefficients.set(column, (coefficients.get(column) ?? 0) + coefficient);
  }
  return [...coefficients].filter(([, coefficient]) => coefficient !== 0);
}
