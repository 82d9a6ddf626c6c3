import { jump, longLag, shortLag } from "./additive-lagged-fibonacci";

/** The minimal standard generator of Park and Miller with the multiplier 48271, which spreads a seed. */
function* spread(seed: number): Generator<bigint, never> {
  let value = BigInt(seed);
  for (let step = 0; ; step++) {
    value = (value * 48271n) % 2147483647n;
    if (step >= 20) {
      yield value;
    }
  }
}

/** 607 words made from a seed, each of three draws that overlap by `shift` bits. */
function spreadWords(seed: number, shift: bigint): bigint[] {
  const draws = spread(seed);
  const draw = (): bigint => draws.next().value;
  return Array.from({ length: longLag }, () => BigInt.asUintN(64, (draw() << (2n * shift)) ^ (draw() << shift) ^ draw()));
}

/** Go stores the state from the newest word on downwards, with this word first. */
const feed = longLag - shortLag;

/** Index of the n-th word of the sequence (oldest first) in Go's order. */
const position = (n: number): number => (((feed - 1 - (n - longLag)) % longLag) + longLag) % longLag;

let warmedWords: readonly bigint[] | undefined;

/**
 * The words with which Go's generator mixes every seed: its state 7.8 × 10^12 steps after seed 1 (as the Go sources say
 * of their table). Worked out once a process.
 */
function warmed(): readonly bigint[] {
  if (warmedWords === undefined) {
    const steps = 7_800_000_000_000n;
    const start = spreadWords(1, 10n);
    const sequence = jump(
      start.map((_, n) => start[position(n)] ?? 0n),
      steps,
    );
    const words = new Array<bigint>(longLag).fill(0n);
    const offset = Number(steps % BigInt(longLag));
    sequence.forEach((value, n) => {
      words[position(n + offset)] = value;
    });
    warmedWords = words;
  }
  return warmedWords;
}

/**
 * The pseudo-random numbers of Go's math/rand after `rand.Seed(seed)`, draw by draw, so that runs of programs written in
 * Go can be repeated. Not for secrets.
 */
export class GoRandom {
  private readonly words: BigUint64Array;
  private tap = 0;
  private feed = feed;

  /** @param seed a whole number from 1 to 2^31 − 2 */
  constructor(seed: number) {
    const mix = warmed();
    this.words = BigUint64Array.from(spreadWords(seed, 20n).map((value, index) => value ^ (mix[index] ?? 0n)));
  }

  /** `Int63`: 63 bits. */
  int63(): bigint {
    this.tap = (this.tap + longLag - 1) % longLag;
    this.feed = (this.feed + longLag - 1) % longLag;
    const value = BigInt.asUintN(64, (this.words[this.feed] ?? 0n) + (this.words[this.tap] ?? 0n));
    this.words[this.feed] = value;
    return BigInt.asUintN(63, value);
  }

  /** `Intn`: a whole number from 0 to below `limit`, which is below 2^31. */
  below(limit: number): number {
    if (Number.isInteger(Math.log2(limit))) {
      return Number(this.int63() >> 32n) & (limit - 1);
    }
    const largest = 2 ** 31 - 1 - (2 ** 31 % limit);
    let value = Number(this.int63() >> 32n);
    while (value > largest) {
      value = Number(this.int63() >> 32n);
    }
    return value % limit;
  }

  /** `Perm`: the numbers from 0 to below `length` in random order. */
  permutation(length: number): number[] {
    const order: number[] = [];
    for (let i = 0; i < length; i++) {
      const j = this.below(i + 1);
      order[i] = order[j] ?? i;
      order[j] = i;
    }
    return order;
  }

  /** `Shuffle`: the same things in random order. */
  shuffled<T>(things: readonly T[]): T[] {
    const order = [...things];
    for (let i = order.length - 1; i > 0; i--) {
      const j = this.shuffleIndex(i + 1);
      const [a, b] = order.slice(i, i + 1).concat(order.slice(j, j + 1));
      if (a !== undefined && b !== undefined) {
        order[i] = b;
        order[j] = a;
      }
    }
    return order;
  }

  /** Lemire's way to a number below a limit, which Go uses in `Shuffle` alone. */
  private shuffleIndex(limit: number): number {
    const threshold = (2 ** 32 - limit) % limit;
    let product = Number(this.int63() >> 31n) * limit;
    while (product % 2 ** 32 < threshold) {
      product = Number(this.int63() >> 31n) * limit;
    }
    return Math.floor(product / 2 ** 32);
  }
}
