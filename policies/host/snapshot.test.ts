import { unknownValue } from "../model/properties";
import { snapshotOfResource } from "./snapshot";

test("of a resource that the engine gives no properties of, everything is unknown", () => {
  expect(snapshotOfResource({})).toBe(unknownValue);
});

test("of any other, the properties are copied, empty ones inside included", () => {
  expect(snapshotOfResource({ spec: {}, names: ["a"], count: 0 })).toEqual({ spec: {}, names: ["a"], count: 0 });
});
