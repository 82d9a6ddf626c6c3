import { grown, KeyIndex } from "./key-index";

/** A count for each key, most of which are 0 and take no room. */
export class SparseCounts {
  readonly #index = new KeyIndex(8);
  #counts = new Int32Array(16);

  get(key: number): number {
    const at = this.#index.find(key);
    return at < 0 ? 0 : (this.#counts[at] ?? 0);
  }

  /** Adds to the count, and returns what it is then. Keys are below 2^31. */
  add(key: number, by: number): number {
    const at = this.#index.claim(key);
    if (at >= this.#counts.length) {
      this.#counts = grown(this.#counts);
    }
    const count = (this.#counts[at] ?? 0) + by;
    this.#counts[at] = count;
    return count;
  }
}
