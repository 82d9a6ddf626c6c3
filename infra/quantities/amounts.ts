import type { Nano } from "./quantity";

/** How much of each resource, by its name: nano units, so that sums are exact. Absent means none. */
export type Amounts = ReadonlyMap<string, Nano>;

export const nothing: Amounts = new Map();

/** Both together. */
export function sumOf(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (x, y) => x + y);
}

/** The larger of the two, resource by resource. */
export function largerOf(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (x, y) => (x > y ? x : y));
}

/** The first, and of what it says nothing about the second. */
export function withDefaults(a: Amounts, defaults: Amounts): Amounts {
  return new Map([...defaults, ...a]);
}

const nanoPerMilli = 1_000_000n;
const nanoPerUnit = 1_000_000_000n;

/** Thousandths of a resource that hold the amount, as the scheduler counts CPU. */
export function milliOf(amounts: Amounts, resource: string): number {
  return roundedUp(amounts.get(resource) ?? 0n, nanoPerMilli);
}

/** Whole units of a resource that hold the amount, as the scheduler counts everything but CPU. */
export function unitsOf(amounts: Amounts, resource: string): number {
  return roundedUp(amounts.get(resource) ?? 0n, nanoPerUnit);
}

/** Whole units of every resource but CPU and memory of which there is any, sorted by name. */
export function otherUnitsOf(amounts: Amounts): Readonly<Record<string, number>> {
  const others = [...amounts.keys()].filter((resource) => resource !== "cpu" && resource !== "memory").sort();
  return Object.fromEntries(others.map((resource) => [resource, unitsOf(amounts, resource)] as const).filter(([, units]) => units > 0));
}

function combine(a: Amounts, b: Amounts, merge: (x: Nano, y: Nano) => Nano): Amounts {
  const result = new Map(a);
  for (const [resource, amount] of b) {
    result.set(resource, merge(result.get(resource) ?? 0n, amount));
  }
  return result;
}

function roundedUp(nano: Nano, nanoPerPiece: Nano): number {
  return Number((nano + nanoPerPiece - 1n) / nanoPerPiece);
}
