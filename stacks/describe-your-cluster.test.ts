import { hostShares } from "../infra/hardware/host-shares";
import { loadSolver } from "../infra/placement/exact/solver";
import { plan } from "../infra/placement/plan";
import { stackConfigSchema } from "../infra/stack/config";
import type { StackDefinition } from "../infra/stack/definition";
import { loadStack } from "../infra/stack/load-stack";
import { documentedDefinition } from "./testing/documented-definition";

describe("the cluster on one host that docs/describe-your-cluster.md describes", () => {
  const definition = documentedDefinition("docs/describe-your-cluster.md");
  const config = stackConfigSchema.parse({});

  async function nodesOf(of: StackDefinition): Promise<unknown> {
    const planned = plan(loadStack(of, config).problem, await loadSolver());
    expect(planned.status).toBe("optimal");
    return Object.fromEntries(planned.workloads.map(({ name, nodes }) => [name, nodes]));
  }

  it("promises sixteen virtual processors on twelve threads", () => {
    expect(hostShares(loadStack(definition, config).hardware)).toMatchObject([
      { name: "pve1", cpu: { threads: 12, promisedThreads: 16 }, guests: [{ name: "cp" }, { name: "left" }, { name: "right" }] },
    ]);
  });

  it("has Ollama where the card is, and MySQL where it is not", async () => {
    expect(await nodesOf(definition)).toEqual({ ollama: ["left"], mysql: ["right"] });
    const cards = (definition.hardware.cards ?? []).map((card) => ({ ...card, machine: "right" }));
    expect(await nodesOf({ ...definition, hardware: { ...definition.hardware, cards } })).toEqual({ ollama: ["right"], mysql: ["left"] });
  });
});
