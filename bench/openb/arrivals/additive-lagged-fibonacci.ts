/** x[n] = x[n − 607] + x[n − 273] modulo 2^64, the recurrence of Go's math/rand. */
export const longLag = 607;
export const shortLag = 273;

const word = (value: bigint): bigint => BigInt.asUintN(64, value);

/**
 * The state of the recurrence after a number of steps, in the order of the sequence (oldest first), without making
 * them: x^steps is reduced modulo the characteristic polynomial x^607 − x^334 − 1, by squaring. About a second for 10^13.
 * @param first the 607 values that the sequence starts with
 */
export function jump(first: readonly bigint[], steps: bigint): bigint[] {
  let power: bigint[] = [1n];
  for (const bit of steps.toString(2)) {
    power = reduce(square(power));
    if (bit === "1") {
      power = reduce([0n, ...power]);
    }
  }
  const sequence = [...first];
  for (let n = longLag; n < 2 * longLag; n++) {
    sequence.push(word((sequence[n - longLag] ?? 0n) + (sequence[n - shortLag] ?? 0n)));
  }
  return Array.from({ length: longLag }, (_, offset) =>
    word(power.reduce((sum, factor, n) => sum + factor * (sequence[offset + n] ?? 0n), 0n)),
  );
}

function square(factors: readonly bigint[]): bigint[] {
  const product = new Array<bigint>(2 * factors.length - 1).fill(0n);
  factors.forEach((a, i) => {
    product[2 * i] = (product[2 * i] ?? 0n) + a * a;
    const twice = a << 1n;
    for (let j = i + 1; j < factors.length; j++) {
      product[i + j] = (product[i + j] ?? 0n) + twice * (factors[j] ?? 0n);
    }
  });
  return product.map(word);
}

function reduce(factors: readonly bigint[]): bigint[] {
  const reduced = [...factors];
  for (let degree = reduced.length - 1; degree >= longLag; degree--) {
    const factor = reduced[degree] ?? 0n;
    reduced[degree - longLag] = word((reduced[degree - longLag] ?? 0n) + factor);
    reduced[degree - shortLag] = word((reduced[degree - shortLag] ?? 0n) + factor);
  }
  return reduced.slice(0, longLag);
}
