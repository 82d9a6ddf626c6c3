import { meetsRequirement } from "./label-requirement";

const labels = { tier: "web", empty: "" };

test.each([
  ["In", ["web"], true, false],
  ["NotIn", ["web"], false, true],
  ["Exists", undefined, true, false],
  ["DoesNotExist", undefined, false, true],
  ["Like", ["web"], false, false],
])("%s %j is %p for the label and %p for a missing one", (operator, values, present, absent) => {
  const condition = { operator, ...(values === undefined ? {} : { values }) };
  expect(meetsRequirement({ key: "tier", ...condition }, labels)).toBe(present);
  expect(meetsRequirement({ key: "zone", ...condition }, labels)).toBe(absent);
});

test("an empty value is a value, and what every object has is no label", () => {
  expect(meetsRequirement({ key: "empty", operator: "Exists" }, labels)).toBe(true);
  expect(meetsRequirement({ key: "constructor", operator: "Exists" }, labels)).toBe(false);
});
