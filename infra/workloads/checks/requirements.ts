import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import { capabilityKey, capabilityPrefix, deviceKey, lifecycles, memoryClasses, powerClasses } from "../../hardware/capabilities";
import type { Machine } from "../../hardware/machine";
import { controlPlaneLabel, hostnameLabel } from "../../hardware/node-labels";
import { renderValue } from "../../schema/render";
import { meetsRequirement } from "../../selectors/label-requirement";
import type { NodeRequirement } from "../schema";
import { pathOf, type WorkloadCheck } from "./check";

/** What is asked of a node's labels can be had: no host names, and no key or value that no machine has. */
export const checkRequirements: WorkloadCheck = ({ namespaces, workloads, machines }) => {
  const known = machines === undefined ? undefined : knownLabels(machines);
  const places = [
    ...namespaces.map(({ name, target }) => ({ path: `namespaces[${name}].target`, requirements: target })),
    ...workloads.flatMap((row) => [
      { path: pathOf(row, "requires"), requirements: row.requires },
      { path: pathOf(row, "target"), requirements: row.target },
    ]),
  ];
  return places.flatMap(({ path, requirements }) =>
    requirements.flatMap((requirement, index) => checkRequirement(requirement, `${path}[${index}]`, known)),
  );
};

function checkRequirement(
  requirement: NodeRequirement,
  path: string,
  known: ReadonlyMap<string, ReadonlySet<string>> | undefined,
): Finding[] {
  if (requirement.key === hostnameLabel) {
    return [
      {
        path: `${path}.key`,
        message: "names hosts; workloads follow what a machine can do, so that they survive its replacement",
        value: `"${requirement.key}"`,
        fix: `select by a capability such as ${capabilityKey.pool}, ${capabilityKey.memoryClass} or ${capabilityKey.gpuModel}`,
      },
    ];
  }
  if (known === undefined) {
    return [];
  }
  const values = known.get(requirement.key);
  if (values === undefined) {
    // Keeping away from what no machine has is legal and harmless, unless it is a misspelt key of Berth's own.
    const isAvoided = requirement.operator === "NotIn" || requirement.operator === "DoesNotExist";
    const isHarmless = isAvoided && (!requirement.key.startsWith(capabilityPrefix) || isVocabulary(requirement.key));
    return isHarmless ? [] : [unknownKey(requirement.key, path, known)];
  }
  if (requirement.operator === "Gt" || requirement.operator === "Lt") {
    return [...values].some((value) => meetsRequirement(requirement, { [requirement.key]: value }))
      ? []
      : [
          {
            path: `${path}.values`,
            message: `has "${requirement.values.join()}", and no machine's ${requirement.key} is a whole number ${requirement.operator === "Gt" ? "above" : "below"} it`,
            value: renderValue(requirement.values),
            fix: `the machines have: ${[...values].sort().join(", ")}`,
          },
        ];
  }
  if (requirement.operator !== "In") {
    return [];
  }
  return requirement.values
    .filter((value) => !values.has(value))
    .map((value) => ({
      path: `${path}.values`,
      message: `has "${value}", and no machine has ${requirement.key}=${value}`,
      value: renderValue(requirement.values),
      fix: didYouMean(value, [...values]) ?? `the machines have: ${[...values].sort().join(", ")}`,
    }));
}

function unknownKey(key: string, path: string, known: ReadonlyMap<string, unknown>): Finding {
  const keys = [...known.keys()];
  return {
    path: `${path}.key`,
    message: "is a label that no machine has",
    value: `"${key}"`,
    fix: didYouMean(key, keys) ?? `the machines have: ${keys.sort().join(", ")}`,
  };
}

function isVocabulary(key: string): boolean {
  return Object.values<string>(capabilityKey).includes(key) || key.startsWith(deviceKey(""));
}

/** Values by key. The classes are complete: a class that no machine happens to be in is still a word of the language. */
function knownLabels(machines: readonly Machine[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>([
    [capabilityKey.memoryClass, new Set(memoryClasses)],
    [capabilityKey.powerClass, new Set(powerClasses)],
    [controlPlaneLabel, new Set(["", "true"])],
    ["kubernetes.io/os", new Set(["linux"])],
  ]);
  for (const { labels, discoveredLabels } of machines) {
    for (const [key, value] of [...Object.entries(labels), ...Object.entries(discoveredLabels)]) {
      known.set(key, (known.get(key) ?? new Set()).add(value));
    }
  }
  if (known.has(capabilityKey.lifecycle)) {
    known.set(capabilityKey.lifecycle, new Set(lifecycles));
  }
  return known;
}
