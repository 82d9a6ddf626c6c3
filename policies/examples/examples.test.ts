import fc from "fast-check";
import { checkCluster } from "../check-stack";
import { type PolicyConfiguration } from "../configuration";
import { clusterFromResources } from "../model/from-resources";
import { unknownValue } from "../model/properties";
import { type ResourceSnapshot } from "../model/resources/resource";
import { rules } from "../rules";
import { examples } from ".";
import { configurationOf, resourcesOf } from "./manifest";
import { testDay } from "../testing/rule-findings";

function findingsOf(resources: readonly ResourceSnapshot[], configuration: PolicyConfiguration) {
  return checkCluster(clusterFromResources(resources), configuration);
}

it("every rule has an example, and every example a rule", () => {
  expect(Object.keys(examples).sort()).toEqual(rules.map(({ id }) => id));
});

describe.each(rules.map((rule) => ({ rule, example: examples[rule.id] ?? { good: [], bad: [] } })))(
  "$rule.id",
  ({ rule, example: { good, bad, settings } }) => {
    const configured = configurationOf(rule.id, settings);

    it("accepts the good example", () => {
      expect(findingsOf(resourcesOf(good), configured)).toEqual([]);
    });

    it("refuses the bad example, and no other rule does", () => {
      const findings = findingsOf(resourcesOf(bad), configured);
      expect(findings.map(({ policy, outcome, enforcement }) => [policy, outcome, enforcement])).toEqual([
        [rule.id, "violation", "mandatory"],
      ]);
    });

    it("lists an exempted finding with its reason, and fails nothing", () => {
      const configuration = {
        [rule.id]: { ...settings, exemptions: [{ subject: "*/*", reason: "accepted for this test", until: testDay }] },
      };
      const findings = checkCluster(clusterFromResources(resourcesOf(bad)), configuration, testDay);
      expect(findings.map(({ policy, outcome, enforcement, reason }) => [policy, outcome, enforcement, reason])).toEqual([
        [rule.id, "exempted", "advisory", "accepted for this test"],
      ]);
    });

    it("says the same whatever the order of the resources", () => {
      expect(findingsOf(resourcesOf(bad).toReversed(), configured)).toEqual(findingsOf(resourcesOf(bad), configured));
    });

    it("never fails on unknown, odd or absent properties, and never takes an unknown value for a violation of a good example", () => {
      const resources = resourcesOf(good);
      const places = resources.flatMap(({ properties }, index) => placesIn(properties).map((path) => ({ index, path })));
      fc.assert(
        fc.property(
          fc.constantFrom(...places),
          fc.constantFrom<unknown>(unknownValue, undefined, null, "text", 7, [], {}, [null], "[secret]"),
          (place, odd) => {
            const changed = resources.map((resource, index) =>
              index === place.index ? { ...resource, properties: replaced(resource.properties, place.path, odd) } : resource,
            );
            const findings = findingsOf(changed, configured);
            if (odd === unknownValue) {
              expect(findings.filter(({ outcome }) => outcome === "violation")).toEqual([]);
            }
          },
        ),
        { numRuns: 300 },
      );
    });
  },
);

function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const below =
    typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, child]) => placesIn(child, [...path, key])) : [];
  return [path, ...below];
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return by;
  }
  if (Array.isArray(value)) {
    return value.map((element: unknown, index) => (String(index) === key ? replaced(element, rest, by) : element));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, child]) => [name, name === key ? replaced(child, rest, by) : child]))
    : value;
}
