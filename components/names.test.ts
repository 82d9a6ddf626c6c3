import { boundedName } from "./names";

describe("boundedName", () => {
  it("leaves a name that fits as it is", () => {
    expect(boundedName("a".repeat(63), 63)).toBe("a".repeat(63));
  });

  it("keeps the beginning of a longer name and adds a hash", () => {
    expect(boundedName("place-media-" + "x".repeat(60), 63)).toBe(`place-media-${"x".repeat(42)}-7d7f94fb`);
  });

  it("keeps names that differ in their ends apart", () => {
    expect(boundedName("a".repeat(63) + "b", 63)).not.toBe(boundedName("a".repeat(63) + "c", 63));
  });

  it("never has a hyphen or dot before the hash", () => {
    expect(boundedName(`${"a".repeat(10)}--.${"b".repeat(10)}`, 21)).toMatch(/^a{10}-[0-9a-f]{8}$/);
  });
});
