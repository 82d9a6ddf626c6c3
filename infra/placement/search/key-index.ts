/**
 * Numbers whole keys in the order in which they are first claimed. Open addressing over typed arrays: some 16 bytes a
 * key, nothing allocated per look-up. A key keeps its number for good.
 */
export class KeyIndex {
  #keys: Int32Array;
  /** Number of the key that lies there, plus one; 0 where none does. */
  #table: Int32Array;
  #mask: number;
  #size = 0;

  /** @param expected Keys that are to fit without growing. */
  constructor(expected: number) {
    const places = 2 ** Math.ceil(Math.log2(Math.max(8, 2 * expected)));
    this.#keys = new Int32Array(places / 2);
    this.#table = new Int32Array(places);
    this.#mask = places - 1;
  }

  get size(): number {
    return this.#size;
  }

  /** The key with this number. */
  key(number: number): number {
    return this.#keys[number] ?? -1;
  }

  /** The key's number, or -1. */
  find(key: number): number {
    const table = this.#table;
    const keys = this.#keys;
    for (let place = hash(key) & this.#mask; ; place = (place + 1) & this.#mask) {
      const number = (table[place] ?? 0) - 1;
      if (number < 0 || keys[number] === key) {
        return number;
      }
    }
  }

  /** The key's number; the next free one if it has none yet. Keys are below 2^31. */
  claim(key: number): number {
    const found = this.find(key);
    if (found >= 0) {
      return found;
    }
    if (this.#size === this.#keys.length) {
      this.#grow();
    }
    const number = this.#size++;
    this.#keys[number] = key;
    this.#enter(number, key);
    return number;
  }

  #enter(number: number, key: number): void {
    let place = hash(key) & this.#mask;
    while (this.#table[place] !== 0) {
      place = (place + 1) & this.#mask;
    }
    this.#table[place] = number + 1;
  }

  #grow(): void {
    this.#keys = grown(this.#keys);
    this.#table = new Int32Array(2 * this.#table.length);
    this.#mask = this.#table.length - 1;
    for (let number = 0; number < this.#size; number++) {
      this.#enter(number, this.key(number));
    }
  }
}

/** The same figures with room for as many more, which are 0. */
export function grown(values: Int32Array): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(2 * values.length);
  copy.set(values);
  return copy;
}

/** Multiplication spreads neighbouring keys; the high bits, which depend on all of the key's, are brought down. */
function hash(key: number): number {
  const mixed = Math.imul(key, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
