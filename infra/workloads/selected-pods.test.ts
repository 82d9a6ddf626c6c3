import { podSelectorSchema } from "./relations-schema";
import { selectedPods } from "./selected-pods";

const pods = [
  { id: "a/x", namespace: "a", podLabels: { app: "x" } },
  { id: "a/y", namespace: "a", podLabels: { app: "y" } },
  { id: "b/x", namespace: "b", podLabels: { app: "x", tier: "web" } },
];

test.each<[string, Parameters<typeof podSelectorSchema.parse>[0], readonly string[] | "all" | undefined, readonly string[]]>([
  ["pods of the own namespace by default", { matchLabels: { app: "x" } }, undefined, ["a/x"]],
  ["pods of other namespaces, and not of its own, when these are named", { matchLabels: { app: "x" } }, ["b"], ["b/x"]],
  ["pods everywhere", { matchLabels: { app: "x" } }, "all", ["a/x", "b/x"]],
  ["every pod without a condition", {}, "all", ["a/x", "a/y", "b/x"]],
  [
    "pods that meet all conditions",
    { matchLabels: { app: "x" }, matchExpressions: [{ key: "tier", operator: "DoesNotExist" }] },
    "all",
    ["a/x"],
  ],
  ["pods without the label of a NotIn", { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["web"] }] }, "all", ["a/x", "a/y"]],
])("a term selects %s", (_, selector, namespaces, expected) => {
  const term = {
    topology: "node",
    selector: podSelectorSchema.parse(selector),
    namespaces: namespaces === "all" ? namespaces : namespaces?.slice(),
  };
  expect(selectedPods(term, "a", pods).map(({ id }) => id)).toEqual(expected);
});
