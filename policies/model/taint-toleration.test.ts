import { describeToleration, tolerates } from "./taint-toleration";

const taint = { key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" };

function toleration(key?: string, operator?: string, value?: string, effect?: string) {
  return { key, operator, value, effect };
}

it.each([
  ["no key with Exists", toleration(undefined, "Exists"), true],
  ["an empty key with Exists", toleration("", "Exists", undefined, ""), true],
  ["no key with Equal", toleration(undefined, "Equal"), false],
  ["the key with Exists", toleration(taint.key, "Exists"), true],
  ["the key without an operator and the empty value", toleration(taint.key), true],
  ["the key with another value", toleration(taint.key, "Equal", "true"), false],
  ["the key with the effect", toleration(taint.key, "Exists", undefined, "NoSchedule"), true],
  ["the key with another effect", toleration(taint.key, "Exists", undefined, "NoExecute"), false],
  ["another key", toleration("example.com/gpu", "Exists"), false],
])("%s", (_, candidate, expected) => {
  expect(tolerates(candidate, taint)).toBe(expected);
});

it("tolerates a taint of any value where none is given", () => {
  expect(tolerates(toleration("a", "Equal", "true"), { key: "a", effect: "NoSchedule" })).toBe(true);
});

it("reads as kubectl writes a taint", () => {
  expect([
    describeToleration(toleration(undefined, "Exists")),
    describeToleration(toleration("a", "Equal", "b", "NoSchedule")),
    describeToleration(toleration("a", "Exists")),
  ]).toEqual(["*:*", "a=b:NoSchedule", "a:*"]);
});
