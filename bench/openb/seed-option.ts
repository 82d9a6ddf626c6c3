import { InvalidArgumentError } from "commander";

/**
 * Adds a seed of an arrival order to those given before it.
 * @throws InvalidArgumentError when it is none that the generator takes
 */
export function parseSeed(value: string, before: readonly number[] = []): readonly number[] {
  const seed = Number(value);
  if (!/^\d+$/.test(value) || seed < 1 || seed > 2 ** 31 - 2) {
    throw new InvalidArgumentError("A seed is a whole number from 1 to 2147483646.");
  }
  return [...before, seed];
}
