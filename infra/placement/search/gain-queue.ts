/** Something that may be done, by how much it changes each level, and how many moves it takes. */
export interface Offer<Item> {
  readonly item: Item;
  readonly change: Float64Array;
  readonly moves: number;
}

/** Offers, the one that gains most for each move first; of equals the one that was added first. */
export class GainQueue<Item> {
  readonly #heap: (Offer<Item> & { readonly added: number })[] = [];
  #added = 0;

  get first(): Offer<Item> | undefined {
    return this.#heap[0];
  }

  add(offer: Offer<Item>): void {
    const heap = this.#heap;
    let at = heap.push({ ...offer, added: this.#added++ }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) {
        return;
      }
      at = parent;
    }
  }

  take(): Offer<Item> | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) {
      heap[0] = last;
      for (let at = 0, next = this.#smallerChild(0); this.#swapIfBefore(next, at); next = this.#smallerChild(at)) {
        at = next;
      }
    }
    return first;
  }

  #smallerChild(at: number): number {
    const left = 2 * at + 1;
    const [a, b] = [this.#heap[left], this.#heap[left + 1]];
    return a !== undefined && b !== undefined && isBefore(b, a) ? left + 1 : left;
  }

  #swapIfBefore(at: number, parent: number): boolean {
    const [a, b] = [this.#heap[at], this.#heap[parent]];
    if (a === undefined || b === undefined || !isBefore(a, b)) {
      return false;
    }
    this.#heap[at] = b;
    this.#heap[parent] = a;
    return true;
  }
}

/** Whether an offer gains more for each of its moves: in the first level in which they differ. */
export function gainsMore(a: Offer<unknown>, b: Offer<unknown>): boolean {
  return compare(a, b) < 0;
}

function isBefore(a: Offer<unknown> & { readonly added: number }, b: Offer<unknown> & { readonly added: number }): boolean {
  const difference = compare(a, b);
  return difference < 0 || (difference === 0 && a.added < b.added);
}

function compare(a: Offer<unknown>, b: Offer<unknown>): number {
  for (let l = 0; l < a.change.length; l++) {
    const difference = (a.change[l] ?? 0) * b.moves - (b.change[l] ?? 0) * a.moves;
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
