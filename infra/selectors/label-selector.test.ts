import { describeSelector, selects } from "./label-selector";

const labels = { app: "web", tier: "1" };

it.each<[string, Parameters<typeof selects>[0], boolean]>([
  ["an empty selector selects everything", {}, true],
  ["every label must match", { matchLabels: { app: "web", tier: "2" } }, false],
  ["labels that all match", { matchLabels: { app: "web", tier: "1" } }, true],
  ["In", { matchExpressions: [{ key: "app", operator: "In", values: ["api", "web"] }] }, true],
  ["In without the label", { matchExpressions: [{ key: "none", operator: "In", values: ["web"] }] }, false],
  ["NotIn", { matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }, false],
  ["NotIn without the label", { matchExpressions: [{ key: "none", operator: "NotIn", values: ["web"] }] }, true],
  ["Exists", { matchExpressions: [{ key: "app", operator: "Exists" }] }, true],
  ["Exists without the label", { matchExpressions: [{ key: "none", operator: "Exists" }] }, false],
  ["DoesNotExist", { matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, false],
  [
    "labels and expressions together",
    { matchLabels: { app: "web" }, matchExpressions: [{ key: "tier", operator: "NotIn", values: ["1"] }] },
    false,
  ],
  ["an operator that does not exist", { matchExpressions: [{ key: "app", operator: "Near", values: ["web"] }] }, false],
  ["a name that objects inherit", { matchExpressions: [{ key: "toString", operator: "Exists" }] }, false],
])("%s", (_, selector, expected) => {
  expect(selects(selector, labels)).toBe(expected);
});

it("reads as kubectl writes it", () => {
  expect(
    describeSelector({
      matchLabels: { app: "web" },
      matchExpressions: [
        { key: "tier", operator: "In", values: ["0", "1"] },
        { key: "env", operator: "NotIn", values: ["test"] },
        { key: "old", operator: "DoesNotExist" },
        { key: "new", operator: "Exists" },
      ],
    }),
  ).toBe("app=web,tier in (0,1),env notin (test),!old,new");
  expect(describeSelector({})).toBe("everything");
});
