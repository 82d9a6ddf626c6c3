import { placementMutation } from "./placement-mutation";

test("terms of pod affinity keep their expressions, and an empty selector of namespaces stays one", () => {
  const terms = [
    {
      labelSelector: { matchExpressions: [{ key: "app", operator: "In", values: ["a", "b"] }] },
      topologyKey: "example.com/rack",
      namespaces: ["media"],
    },
    { labelSelector: {}, topologyKey: "kubernetes.io/hostname", namespaceSelector: {} },
  ];
  const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
  expect(placementMutation({ labels: {}, affinity })).toBe(
    [
      `(object.spec.?affinity.hasValue() ? [] : [JSONPatch{op: "add", path: "/spec/affinity", value: {}}])`,
      `(object.spec.?affinity.?podAntiAffinity.hasValue() ? [] : [JSONPatch{op: "add", path: "/spec/affinity/podAntiAffinity", value: {}}])`,
      `[JSONPatch{op: "add", path: "/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution", value: ` +
        `object.spec.?affinity.?podAntiAffinity.?requiredDuringSchedulingIgnoredDuringExecution.orValue([]) + [` +
        `dyn({"labelSelector": dyn({"matchExpressions": dyn([dyn({"key": dyn("app"), "operator": dyn("In"), "values": dyn(["a", "b"])})])}), ` +
        `"topologyKey": dyn("example.com/rack"), "namespaces": dyn(["media"])}), ` +
        `dyn({"labelSelector": dyn({}), "topologyKey": dyn("kubernetes.io/hostname"), "namespaceSelector": dyn({})})]}]`,
    ].join(" +\n"),
  );
});
