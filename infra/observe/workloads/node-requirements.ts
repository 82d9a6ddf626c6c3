import { capabilityKey, deviceKey } from "../../hardware/capabilities";
import { hostnameLabel } from "../../hardware/node-labels";
import { meets } from "../../placement/constraints/requirements";
import { smallestExpression } from "../../placement/emit/smallest-expression";
import { type NodeRequirement, nodeRequirementSchema } from "../../workloads/schema";
import type { NodeSelectorTerm, PodSpec } from "../api/pod-spec";
import { allModelLabels, type ModelMachine } from "../machines/model-labels";
import { gpuModelName, gpuProductKeys } from "../machines/gpu-model";
import { meetsTerm } from "./node-terms";

/** A node with the labels that it really has. */
export interface RealNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ExpressedRequirements {
  readonly requires: readonly NodeRequirement[];
  /** Devices that are asked for by Berth's own label. */
  readonly devices: readonly string[];
  /** Conditions that the tables cannot say, in words. */
  readonly inexpressible: readonly string[];
  /** Conditions that are said by other labels, in words. */
  readonly replaced: readonly string[];
}

/**
 * Says a pod's node selector and required node affinity in the words of the tables, such that they select the same
 * nodes: as it is where the tables know the label, by labels that select just these nodes where they do not. Conditions
 * on host names are never replaced: they tie a workload to a machine.
 *
 * @param realNodes undefined when the nodes' labels could not be read; then nothing is expressible.
 * @param besides conditions that follow from something else, each a list of alternatives.
 */
export function expressRequirements(
  { nodeSelector, affinity }: Pick<PodSpec, "nodeSelector" | "affinity">,
  realNodes: readonly RealNode[] | undefined,
  machines: readonly ModelMachine[],
  besides: readonly (readonly NodeSelectorTerm[])[] = [],
): ExpressedRequirements {
  const conditions: (readonly NodeSelectorTerm[])[] = Object.entries(nodeSelector).map(([key, value]) => [
    { matchExpressions: [{ key, operator: "In", values: [value] }], matchFields: [] },
  ]);
  const [term, ...alternatives] = affinity.nodeAffinity.required;
  if (term !== undefined && alternatives.length === 0) {
    conditions.push(...parts(term).map((part) => [part]));
  } else if (term !== undefined) {
    conditions.push(affinity.nodeAffinity.required);
  }
  conditions.push(...besides);
  const requires = new Map<string, NodeRequirement>();
  const [devices, inexpressible, replaced] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const condition of conditions.filter((terms) => !isAlwaysTrue(terms))) {
    const expressed = express(condition, realNodes, machines);
    const words = condition.map(inWords).join(" or ");
    if (expressed === undefined) {
      inexpressible.add(words);
      continue;
    }
    if (expressed.replaced) {
      replaced.add(`${words} as ${expressed.requirements.map(requirementInWords).join(", ")}`);
    }
    for (const requirement of expressed.requirements) {
      const device = deviceOf(requirement);
      if (device === undefined) {
        requires.set(JSON.stringify(requirement), requirement);
      } else {
        devices.add(device);
      }
    }
  }
  return { requires: [...requires.values()], devices: [...devices], inexpressible: [...inexpressible], replaced: [...replaced] };
}

/** The labels that select just these nodes, or undefined when the tables' labels cannot. */
export function expressNodes(names: ReadonlySet<string>, machines: readonly ModelMachine[]): readonly NodeRequirement[] | undefined {
  if (names.size === 0 || machines.length === 0 || ![...names].every((name) => machines.some((machine) => machine.name === name))) {
    return undefined;
  }
  const preferred = [capabilityKey.gpuModel, capabilityKey.gpuVendor, capabilityKey.pool, capabilityKey.zone];
  const { requirements, exact } = smallestExpression(machines, names, preferred);
  const parsed = nodeRequirementSchema.array().safeParse(requirements);
  return exact && parsed.success ? parsed.data : undefined;
}

interface Expressed {
  readonly requirements: readonly NodeRequirement[];
  readonly replaced: boolean;
}

function express(
  terms: readonly NodeSelectorTerm[],
  realNodes: readonly RealNode[] | undefined,
  machines: readonly ModelMachine[],
): Expressed | undefined {
  const namesHosts = terms.some(
    ({ matchExpressions, matchFields }) => matchFields.length > 0 || matchExpressions.some(({ key }) => key === hostnameLabel),
  );
  if (realNodes === undefined || namesHosts) {
    return undefined;
  }
  const selected = new Set(
    realNodes.filter(({ name, labels }) => terms.some((term) => meetsTerm(term, labels, name))).map(({ name }) => name),
  );
  const [only, ...others] = terms;
  const direct = only === undefined || others.length > 0 ? undefined : directly(only, machines);
  if (
    direct !== undefined &&
    sameSet(
      selected,
      machines.filter((machine) => meets(allModelLabels(machine), direct)).map(({ name }) => name),
    )
  ) {
    return { requirements: [direct], replaced: false };
  }
  const requirements = expressNodes(selected, machines);
  return requirements === undefined ? undefined : { requirements, replaced: true };
}

/** A condition of one expression in the tables' own words, as far as the machines have such labels. */
function directly({ matchExpressions }: NodeSelectorTerm, machines: readonly ModelMachine[]): NodeRequirement | undefined {
  const [expression] = matchExpressions;
  if (expression === undefined) {
    return undefined;
  }
  const { operator, values } = expression;
  const isProduct = expression.key in gpuProductKeys && operator === "In";
  const key = isProduct ? capabilityKey.gpuModel : expression.key;
  const known = new Set(machines.flatMap((machine) => allModelLabels(machine)[key] ?? []));
  if (known.size === 0) {
    return undefined;
  }
  const named = isProduct ? values.map(gpuModelName) : values;
  const candidate =
    operator === "Exists" || operator === "DoesNotExist"
      ? { key, operator }
      : { key, operator, values: operator === "In" ? named.filter((value) => known.has(value)) : named };
  return nodeRequirementSchema.safeParse(candidate).data;
}

/** The requirements of one term, each as a term of its own: all of them hold. */
function parts({ matchExpressions, matchFields }: NodeSelectorTerm): readonly NodeSelectorTerm[] {
  return [
    ...matchExpressions.map((expression) => ({ matchExpressions: [expression], matchFields: [] })),
    ...matchFields.map((field) => ({ matchExpressions: [], matchFields: [field] })),
  ];
}

/** All machines of the tables run Linux. */
function isAlwaysTrue(terms: readonly NodeSelectorTerm[]): boolean {
  return terms.some(
    ({ matchExpressions, matchFields }) =>
      matchFields.length === 0 &&
      matchExpressions.length > 0 &&
      matchExpressions.every(
        ({ key, operator, values }) =>
          (key === "kubernetes.io/os" || key === "beta.kubernetes.io/os") && operator === "In" && values.includes("linux"),
      ),
  );
}

function deviceOf(requirement: NodeRequirement): string | undefined {
  const prefix = deviceKey("");
  return requirement.key.startsWith(prefix) && requirement.operator === "In" && requirement.values.join() === "true"
    ? requirement.key.slice(prefix.length)
    : undefined;
}

function sameSet(a: ReadonlySet<string>, b: readonly string[]): boolean {
  return a.size === b.length && b.every((item) => a.has(item));
}

function inWords({ matchExpressions, matchFields }: NodeSelectorTerm): string {
  return [...matchExpressions, ...matchFields].map(({ key, operator, values }) => words(key, operator, values)).join(" and ");
}

function requirementInWords(requirement: NodeRequirement): string {
  return words(requirement.key, requirement.operator, "values" in requirement ? requirement.values : []);
}

function words(key: string, operator: string, values: readonly string[]): string {
  return values.length === 0
    ? `${key} ${operator}`
    : operator === "In" && values.length === 1
      ? `${key}=${values.join()}`
      : `${key} ${operator} [${values.join(", ")}]`;
}
