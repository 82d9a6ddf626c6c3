import { GoRandom } from "./go-random";

describe("Go's math/rand", () => {
  it("draws what Go draws after rand.Seed(1)", () => {
    const random = new GoRandom(1);
    expect([random.int63(), random.int63(), random.int63()]).toEqual([5577006791947779410n, 8674665223082153551n, 6129484611666145821n]);
  });

  it("permutes as rand.Perm does: each number takes the place of an earlier one", () => {
    const order = new GoRandom(7).permutation(100);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  it("makes the same draws for a limit that is a power of two as by masking", () => {
    const masked = new GoRandom(3);
    const random = new GoRandom(3);
    expect(random.below(8)).toBe(Number((masked.int63() >> 32n) & 7n));
  });
});
