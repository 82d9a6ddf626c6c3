import { loadSolver } from "../../infra/placement/exact/solver";
import { plan } from "../../infra/placement/plan";
import type { Plan } from "../../infra/placement/plan-document";
import { type StackConfigInput, stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition } from "./definition";

const configs: readonly StackConfigInput[] = [{ objective: "balance" }, { objective: "power" }];

describe.each(configs)("the plan with %j", (config) => {
  const stack = loadStack(definition, stackConfigSchema.parse(config));
  let result: Plan;

  beforeAll(async () => {
    result = plan(stack.problem, await loadSolver());
  });

  const nodesOf = (id: string): readonly string[] =>
    result.workloads.find(({ namespace, name }) => `${namespace}/${name}` === id)?.nodes ?? [];

  test("places everything, and no plan is better", () => {
    expect(result.unplaced).toEqual([]);
    expect(result.status).toBe("optimal");
  });

  test("has every GPU workload on the node with the card, and none anywhere else", () => {
    const users = result.workloads.filter(({ namespace }) => namespace.startsWith("2-gpu-"));
    expect(users).toHaveLength(13);
    expect(users.map(({ nodes }) => nodes)).toEqual(users.map(() => ["k8s-node1"]));
  });

  test("has no other workload than agents there", () => {
    const kinds = new Map(stack.workloads.map(({ id, kind }) => [id, kind]));
    const others = result.workloads.filter(
      ({ namespace, name, nodes }) =>
        nodes.includes("k8s-node1") && !namespace.startsWith("2-gpu-") && kinds.get(`${namespace}/${name}`) !== "DaemonSet",
    );
    expect(others).toEqual([]);
  });

  test("has no MySQL there, nor when its own node is lost", () => {
    const mysql = result.workloads.find(({ name }) => name === "mysql");
    const possible = [...(mysql?.nodes ?? []), ...(mysql?.failover ?? [])].sort();
    expect(possible).toEqual(["k8s-node2", "k8s-node3", "k8s-node4"]);
  });

  test("has nothing but core infrastructure on the control plane", () => {
    const core = new Set(stack.namespaces.filter((namespace) => namespace.core).map(({ name }) => name));
    expect(result.workloads.filter(({ namespace, nodes }) => nodes.includes("k8s-master") && !core.has(namespace))).toEqual([]);
  });

  test("keeps Traefik's two pods apart", () => {
    expect(nodesOf("0-core-traefik/traefik")).toHaveLength(2);
  });

  test("asks of the host no more than it has", () => {
    const requestedMilli = result.nodes.reduce((sum, { cpu }) => sum + cpu.afterMilli, 0);
    expect(requestedMilli).toBeLessThan(44_000);
  });

  test("keeps every node under its ceilings", () => {
    const { controlPlane, worker } = stack.problem.ceilings;
    const over = result.nodes.filter(({ name, cpu, memory }) => {
      const ceiling = name === "k8s-master" ? controlPlane : worker;
      return (
        100 * cpu.afterMilli > ceiling.cpuPercent * cpu.allocatableMilli ||
        100 * memory.afterMiB > ceiling.memoryPercent * memory.allocatableMiB
      );
    });
    expect(over).toEqual([]);
  });
});
