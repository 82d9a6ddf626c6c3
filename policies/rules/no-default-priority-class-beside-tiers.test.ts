import { messagesAbout } from "../testing/rule-findings";
import { type ResourceSnapshot } from "../model/resources/resource";
import { noDefaultPriorityClassBesideTiers } from "./no-default-priority-class-beside-tiers";

function resource(type: string, name: string, properties: object): ResourceSnapshot {
  return { type, name, urn: `urn:pulumi:example::berth::${type}::${name}`, properties };
}

/** As Berth's tiers have it: what the API server has written is taken out before. */
const expression = `(object.spec.?priority.hasValue() ? [JSONPatch{op: "remove", path: "/spec/priority"}] : []) +
[JSONPatch{op: "add", path: "/spec/priorityClassName", value: "0-core"}]`;
const policies = [
  resource("kubernetes:policies.kyverno.io/v1:MutatingPolicy", "tier-priority-0-core", {
    metadata: { name: "tier-priority-0-core" },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchLabels: { "berth.dev/tier": "0-core" } },
        resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
      },
      mutations: [{ patchType: "JSONPatch", jsonPatch: { expression } }],
    },
  }),
];
const priorityClass = (globalDefault: boolean) =>
  resource("kubernetes:scheduling.k8s.io/v1:PriorityClass", "ordinary", { metadata: { name: "ordinary" }, value: 1000, globalDefault });

it("refuses a default class beside a policy such as Berth's tiers are made of", () => {
  expect(messagesAbout(noDefaultPriorityClassBesideTiers, [priorityClass(true), ...policies])).toEqual([
    expect.stringMatching(/^violation: PriorityClass ordinary is the default, so that MutatingPolicy .*tier-priority-0-core/) as string,
  ]);
});

it("accepts either without the other", () => {
  expect(messagesAbout(noDefaultPriorityClassBesideTiers, [priorityClass(true)])).toEqual([]);
  expect(messagesAbout(noDefaultPriorityClassBesideTiers, [priorityClass(false), ...policies])).toEqual([]);
});
