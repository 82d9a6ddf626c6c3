import { fleetOfStack } from "../../infra/autoscaling/fleet-of-stack";
import type { FleetCapacity, LoadCapacity, LoadName } from "../../infra/capacity/capacity-document";
import { fleetCapacity } from "../../infra/capacity/fleet-capacity";
import { loadSolver, type Solver } from "../../infra/placement/exact/solver";
import { plan } from "../../infra/placement/plan";
import type { Plan } from "../../infra/placement/plan-document";
import { atPeak } from "../../infra/placement/what-if/at-time";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { checkStack } from "../../policies/check-stack";
import { blockingFindings } from "../../policies/finding";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { definition } from "./definition";

const withNodes = (nodes: number) => loadStack(definition, stackConfigSchema.parse({ nodes }));

let solver: Solver | undefined;

beforeAll(async () => {
  solver = await loadSolver();
});

describe("the plan for three servers at normal load", () => {
  const stack = withNodes(3);
  let planned: Plan;

  beforeAll(() => {
    planned = plan(stack.problem, solver);
  });

  const nodesOf = (name: string): readonly string[] => planned.workloads.find((each) => each.name === name)?.nodes ?? [];

  test("places everything", () => {
    expect(planned.unplaced).toEqual([]);
  });

  test("is proven optimal", () => {
    expect(planned.status).toBe("optimal");
  });

  test("keeps every server under its ceilings", () => {
    const { cpuPercent, memoryPercent } = stack.problem.ceilings.worker;
    const over = planned.nodes.filter(
      ({ cpu, memory }) =>
        100 * cpu.afterMilli > cpuPercent * cpu.allocatableMilli || 100 * memory.afterMiB > memoryPercent * memory.allocatableMiB,
    );
    expect(over).toEqual([]);
  });

  test.each(["postgresql", "mongodb", "dragonfly", "redpanda", "minio", "coredns", "istio-gateway"])("has %s on three servers", (name) => {
    expect(nodesOf(name)).toHaveLength(3);
  });

  test("breaks no policy", () => {
    expect(blockingFindings(checkStack(stack, emitPlacements(stack, planned)))).toEqual([]);
  });
});

describe("with six servers", () => {
  test("nothing that has data on a disk is on one that scaling down takes away", () => {
    const planned = plan({ ...withNodes(6).problem, objectives: ["place"] });
    const permanent = new Set([1, 2, 3].map((n) => `talent-mesh-node-${n}`));
    const held = definition.workloads.filter(({ volumes = [] }) => volumes.length > 0).map(({ name }) => name);
    expect(held).toHaveLength(7);
    const elsewhere = planned.workloads.filter(
      ({ name, nodes, failover }) => held.includes(name) && [...nodes, ...failover].some((node) => !permanent.has(node)),
    );
    expect(elsewhere).toEqual([]);
  });
});

describe("the servers that it takes", () => {
  let capacity: FleetCapacity;

  beforeAll(() => {
    capacity = fleetCapacity(fleetOfStack(definition, stackConfigSchema.parse({})), solver);
  });

  const loadOf = (name: LoadName): LoadCapacity | undefined => capacity.loads.find(({ load }) => load === name);

  test("are three at minimum and at normal load, four at peak, nine with all that the VPA may give", () => {
    const needed = capacity.loads.map(({ load, servers, costPerMonth }) => [load, servers, costPerMonth]);
    expect(needed).toEqual([
      ["minimum", 3, 13.5],
      ["normal", 3, 13.5],
      ["peak", 4, 18],
      ["largest", 9, 40.5],
    ]);
  });

  test("at peak, three leave one pod waiting, and the plan names it", () => {
    expect(loadOf("peak")?.waiting.reduce((sum, { pods }) => sum + pods, 0)).toBe(1);
    const planned = plan(atPeak(withNodes(3).problem), solver);
    expect(planned.status).toBe("infeasible");
    expect(planned.unplaced.map(({ namespace, name, replicas }) => ({ namespace, name, pods: replicas }))).toEqual(loadOf("peak")?.waiting);
  });

  test("at peak, four leave none", () => {
    expect(plan({ ...atPeak(withNodes(4).problem), objectives: ["place"] }).unplaced).toEqual([]);
  });

  test("scaling to zero gives back 2880 MiB, of which the autoscalers take 480", () => {
    expect(capacity.scaling.released.map(({ id, pods, memoryMiB }) => [id, pods, memoryMiB])).toEqual([
      ["platform-services/notification-service", 1, 64],
      ["ai-services/stt-service", 2, 2048],
      ["ai-services/tts-service", 2, 256],
      ["ai-services/llm-gateway", 2, 512],
    ]);
    expect(capacity.scaling.net).toEqual({ pods: 1, cpuMilli: 1080, memoryMiB: 2400 });
    expect((loadOf("normal")?.memoryMiB ?? 0) - (loadOf("minimum")?.memoryMiB ?? 0)).toBe(2880);
  });
});
