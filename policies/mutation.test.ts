import { log } from "@pulumi/pulumi";
import { plan } from "../infra/placement/plan";
import { stackConfigSchema } from "../infra/stack/config";
import { loadStack } from "../infra/stack/load-stack";
import { loadDefinition } from "../stacks/definitions";
import { programs } from "../stacks/programs";
import { checkCluster, checkStack } from "./check-stack";
import { packConfigurationOf } from "./configuration";
import { examples } from "./examples";
import { configurationOf, resourcesOf, type RuleExample } from "./examples/manifest";
import { blockingFindings, type PolicyFinding } from "./finding";
import { clusterFromResources } from "./model/from-resources";
import { rules } from "./rules";
import { deployed } from "./testing/deployed-resources";

const config = stackConfigSchema.parse({});
const none: RuleExample = { good: [], bad: [] };

beforeAll(() => {
  jest.spyOn(log, "info").mockResolvedValue(undefined);
});

function broken(findings: readonly PolicyFinding[]): readonly string[] {
  return [...new Set(blockingFindings(findings).map(({ policy }) => policy))];
}

describe.each(Object.entries(programs))("%s", (name, { deploy }) => {
  async function load() {
    const stack = loadStack(await loadDefinition(name), config);
    return deployed(stack, plan(stack.problem), deploy);
  }
  let loaded: ReturnType<typeof load> | undefined;
  const deployedOnce = (): ReturnType<typeof load> => (loaded ??= load());

  it("breaks no rule, neither in its tables nor in its resources", async () => {
    const { stack, placements, resources } = await deployedOnce();
    expect(blockingFindings(checkStack(stack, placements))).toEqual([]);
    expect(blockingFindings(checkCluster(clusterFromResources(resources), packConfigurationOf(stack)))).toEqual([]);
  });

  it.each(rules.map(({ id }) => id))("with what breaks %s in it, breaks that rule and no other", async (id) => {
    const { stack, resources } = await deployedOnce();
    const { bad, settings } = examples[id] ?? none;
    const mutated = clusterFromResources([...resources, ...resourcesOf(bad)]);
    expect(broken(checkCluster(mutated, { ...packConfigurationOf(stack), ...configurationOf(id, settings) }))).toEqual([id]);
  });
});
