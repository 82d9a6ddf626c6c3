import { isKnown, snapshotOf } from "./snapshot";

test("a resource that the engine gives no properties of has nothing to judge", () => {
  expect([isKnown({}), isKnown({ spec: {} })]).toEqual([false, true]);
});

test("properties are copied, empty ones inside included", () => {
  expect(snapshotOf({ spec: {}, names: ["a"], count: 0 })).toEqual({ spec: {}, names: ["a"], count: 0 });
});
