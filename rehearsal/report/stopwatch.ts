import type { RehearsalReport } from "./rehearsal-document";

/** Measures how long the parts of a rehearsal take. */
export class Stopwatch {
  readonly #seconds = new Map<string, number>();

  /** Runs a part; what is run under one name several times is added up. */
  async time<Result>(name: string, part: () => Promise<Result>): Promise<Result> {
    const began = performance.now();
    try {
      return await part();
    } finally {
      this.#seconds.set(name, (this.#seconds.get(name) ?? 0) + (performance.now() - began) / 1000);
    }
  }

  /** In the order in which they first ended. */
  phases(): RehearsalReport["phases"] {
    return [...this.#seconds].map(([name, seconds]) => ({ name, seconds: Math.round(seconds * 100) / 100 }));
  }
}
