import { isUnknown, revealed, secret, toPropertyMap, valueAt } from "./property-value";

it("reveals secrets at any depth and leaves the rest", () => {
  expect(revealed({ a: secret({ b: [secret("c")] }), d: 1 })).toEqual({ a: { b: ["c"] }, d: 1 });
});

it("knows the values that are not known yet", () => {
  expect([isUnknown("04da6b54-80e4-46f7-96ec-b56ff0331ba9"), isUnknown("known")]).toEqual([true, false]);
});

it("finds values by path, and nothing where there is none", () => {
  const root = { spec: { containers: [{ image: "a" }] } };
  expect(valueAt(root, ["spec", "containers", 0, "image"])).toBe("a");
  expect(valueAt(root, ["spec", "containers", 1, "image"])).toBeUndefined();
  expect(valueAt(root, ["spec", "containers", 0, "image", "tag"])).toBeUndefined();
});

it("takes JSON and nothing else", () => {
  expect(toPropertyMap({ a: [null, true, 1, "x", {}] })).toEqual({ a: [null, true, 1, "x", {}] });
  expect(() => toPropertyMap([])).toThrow("properties that are not a map");
  expect(() => toPropertyMap({ a: () => 1 })).toThrow("a function, which no property can be");
});
