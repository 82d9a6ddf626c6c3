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

test.each([
  ["Gt", "9", "8", true],
  ["Gt", "8", "8", false],
  ["Gt", "10", "9", true],
  ["Lt", "7", "8", true],
  ["Lt", "8", "8", false],
  ["Lt", "-9", "8", true],
  ["Gt", "007", "6", true],
  ["Gt", "9007199254740993", "9007199254740992", true],
  ["Gt", "9223372036854775808", "1", false],
  ["Gt", "8Gi", "1", false],
  ["Gt", "1.5", "1", false],
  ["Lt", "", "1", false],
  ["Gt", "9", "many", false],
])("%s compares whole numbers: %j and %j is %p", (operator, value, bound, expected) => {
  expect(meetsRequirement({ key: "memory", operator, values: [bound] }, { memory: value })).toBe(expected);
});

test("Gt and Lt need the label, and one number to compare it with", () => {
  expect(meetsRequirement({ key: "memory", operator: "Lt", values: ["8"] }, {})).toBe(false);
  expect(meetsRequirement({ key: "memory", operator: "Gt" }, { memory: "9" })).toBe(false);
  expect(meetsRequirement({ key: "memory", operator: "Gt", values: ["1", "2"] }, { memory: "9" })).toBe(false);
});
