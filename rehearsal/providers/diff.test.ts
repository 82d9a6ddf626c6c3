import { changedFields, formatPath, isWithin } from "./diff";
import { secret } from "./property-value";

function changes(before: Parameters<typeof changedFields>[0], after: Parameters<typeof changedFields>[1]): readonly string[] {
  return changedFields(before, after).map(({ path, kind }) => `${kind} ${formatPath(path)}`);
}

it("finds each field that differs", () => {
  const before = { spec: { replicas: 1, containers: [{ image: "a:1" }, { image: "b" }] }, gone: true };
  const after = { spec: { replicas: 1, containers: [{ image: "a:2", env: [] }] }, metadata: { labels: { "a.b/c": "d" } } };
  expect(changes(before, after)).toEqual([
    "delete gone",
    "add metadata",
    "add spec.containers[0].env",
    "update spec.containers[0].image",
    "delete spec.containers[1]",
  ]);
});

it("finds nothing in equal ones, whatever the order of keys and the marks of secrets", () => {
  expect(changes({ a: 1, b: secret("x") }, { b: "x", a: 1 })).toEqual([]);
});

it("takes a value that is not known yet for changed, even when it was not known before", () => {
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  expect(changes({ a: unknown }, { a: unknown })).toEqual(["update a"]);
});

it("takes another type for one change", () => {
  expect(changes({ a: { b: 1 } }, { a: [1] })).toEqual(["update a"]);
});

it("writes paths as Pulumi does", () => {
  expect(formatPath(["metadata", "labels", "app.kubernetes.io/name"])).toBe('metadata.labels["app.kubernetes.io/name"]');
  expect(formatPath(["a b", 0, "c"])).toBe('["a b"][0].c');
});

it("knows what is below a path", () => {
  const rules = [["spec", "selector"]] as const;
  expect([isWithin(["spec", "selector", "matchLabels"], rules), isWithin(["spec", "selector"], rules), isWithin(["spec"], rules)]).toEqual([
    true,
    true,
    false,
  ]);
});
