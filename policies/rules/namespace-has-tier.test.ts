import { type Manifest } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { namespaceHasTier } from "./namespace-has-tier";

function namespace(name: string, labels: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
  ["lab", { "berth.dev/tier": "4-aux" }, undefined],
  ["lab", {}, "Namespace lab has no tier: its label berth.dev/tier is not set."],
  ["lab", { "berth.dev/tier": "aux" }, "Namespace lab has no tier: its label berth.dev/tier is aux."],
  ["kube-system", {}, undefined],
])("%s %j", (name, labels, message) => {
  expect(ruleMessages(namespaceHasTier, [namespace(name, labels)])).toEqual(message === undefined ? [] : [`violation: ${message}`]);
});

it("compares the label with what is known of the namespace, and of no other", () => {
  const settings = { tiers: [{ namespace: "lab", tier: "4-aux" }] };
  const other = namespace("home", { "berth.dev/tier": "3-edge" });
  expect(ruleMessages(namespaceHasTier, [namespace("lab", { "berth.dev/tier": "4-aux" }), other], settings)).toEqual([]);
  expect(ruleMessages(namespaceHasTier, [namespace("lab", { "berth.dev/tier": "3-edge" }), other], settings)).toEqual([
    "violation: Namespace lab is of tier 4-aux, and its label berth.dev/tier says 3-edge.",
  ]);
});
