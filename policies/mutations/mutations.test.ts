import { log } from "@pulumi/pulumi";
import { type Plan } from "../../infra/placement/plan-document";
import { plan } from "../../infra/placement/plan";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { type Stack } from "../../infra/stack/stack";
import { type Workload } from "../../infra/workloads/workload";
import { loadDefinition } from "../../stacks/definitions";
import { programs } from "../../stacks/programs";
import { checkCluster, checkStack } from "../check-stack";
import { packConfigurationOf, type PolicyConfiguration } from "../configuration";
import { examples } from "../examples";
import { configurationOf, resourcesOf } from "../examples/manifest";
import { blockingFindings, type PolicyFinding } from "../finding";
import { clusterFromResources } from "../model/from-resources";
import { type ResourceSnapshot } from "../model/resources/resource";
import { rules } from "../rules";
import { deployed, type DeployedStack } from "../testing/deployed-resources";
import { changed } from "./mutation";
import { mutations } from "./mutations";

interface Planned extends DeployedStack {
  readonly plan: Plan;
}

/** Each stack is planned and recorded once. */
const recorded = new Map<string, Planned>();

beforeAll(async () => {
  jest.spyOn(log, "info").mockResolvedValue(undefined);
  for (const [name, { deploy }] of Object.entries(programs)) {
    const stack = loadStack(await loadDefinition(name), stackConfigSchema.parse({}));
    const planned = plan(stack.problem);
    recorded.set(name, { ...(await deployed(stack, planned, deploy)), plan: planned });
  }
}, 60_000);

function stackOf(name: string): Planned {
  const found = recorded.get(name);
  if (found === undefined) {
    throw new Error(`there is no stack ${name}`);
  }
  return found;
}

/** The rules that would stop a preview. */
function broken(findings: readonly PolicyFinding[]): readonly string[] {
  return [...new Set(blockingFindings(findings).map(({ policy }) => policy))];
}

function brokenBy(resources: readonly ResourceSnapshot[], configuration: PolicyConfiguration): readonly string[] {
  return broken(checkCluster(clusterFromResources(resources), configuration));
}

function withRow(stack: Stack, id: string, row: Partial<Workload>): Stack {
  if (!stack.workloads.some((workload) => workload.id === id)) {
    throw new Error(`${stack.name} has no workload ${id}`);
  }
  return { ...stack, workloads: stack.workloads.map((workload) => (workload.id === id ? { ...workload, ...row } : workload)) };
}

it.each(Object.keys(programs))("%s breaks no rule, neither in its tables nor in its resources", (name) => {
  const { stack, placements, resources } = stackOf(name);
  expect(blockingFindings(checkStack(stack, placements))).toEqual([]);
  expect(blockingFindings(checkCluster(clusterFromResources(resources), packConfigurationOf(stack)))).toEqual([]);
});

it("every rule has a mutation, and every mutation a rule", () => {
  expect(Object.keys(mutations).sort()).toEqual(rules.map(({ id }) => id));
});

it.each(Object.entries(mutations))("what breaks %s in a stack breaks that rule and no other", (id, mutation) => {
  const { stack, plan: planned, resources } = stackOf(mutation.stack);
  const configuration = packConfigurationOf(stack);
  if ("row" in mutation) {
    const mutated = withRow(stack, mutation.workload, mutation.row);
    expect(broken(checkStack(mutated, emitPlacements(mutated, planned)))).toEqual([id]);
    return;
  }
  if ("change" in mutation) {
    const given = (mutation.given ?? []).reduce<readonly ResourceSnapshot[]>(changed, resources);
    expect(brokenBy(given, configuration)).toEqual([]);
    expect(brokenBy(changed(given, mutation.change), configuration)).toEqual([id]);
    return;
  }
  const { good, bad, settings } = examples[id] ?? { good: [], bad: [] };
  const configured = { ...configuration, ...configurationOf(id, settings) };
  expect(brokenBy([...resources, ...resourcesOf(good)], configured)).toEqual([]);
  expect(brokenBy([...resources, ...resourcesOf(bad)], configured)).toEqual([id]);
});
