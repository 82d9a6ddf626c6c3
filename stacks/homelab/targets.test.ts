import { loadSolver, type Solver } from "../../infra/placement/exact/solver";
import { plan } from "../../infra/placement/plan";
import type { Plan, PlannedWorkload } from "../../infra/placement/plan-document";
import { type StackConfigInput, stackConfigSchema } from "../../infra/stack/config";
import type { StackDefinition } from "../../infra/stack/definition";
import { loadStack } from "../../infra/stack/load-stack";
import type { WorkloadRow } from "../../infra/workloads/schema";
import { definition } from "./definition";

/** Seed 000, "Workloads to Migrate" and the databases of strategy 2, by the names that the seed uses. */
const moveTo: Readonly<Record<string, readonly string[]>> = {
  catalyst: ["talos01", "talos02-gpu"],
  "catalyst-llm": ["talos01", "talos02-gpu"],
  media: ["talos01", "talos02-gpu", "talos03"],
  "media-private": ["talos01", "talos02-gpu", "talos03"],
  monitoring: ["talos02-gpu"],
  minio: ["talos02-gpu"],
  registry: ["talos02-gpu"],
  scratch: ["talos01"],
  "vpn-gateway": ["talos01"],
  authentik: ["talos01"],
  "infra-control": ["talos01"],
  databases: ["talos03"],
};

const coreNamespaces = new Set(definition.namespaces.filter(({ core }) => core === true).map(({ name }) => name));

function planFor(config: StackConfigInput, changed: StackDefinition = definition, solver?: Solver): Plan {
  return plan(loadStack(changed, stackConfigSchema.parse(config)).problem, solver);
}

function planned(of: Plan, id: string): PlannedWorkload | undefined {
  return of.workloads.find(({ namespace, name }) => `${namespace}/${name}` === id);
}

/** CPU requests of a node in percent of what is allocatable. */
function cpuPercent(of: Plan, node: string, when: "beforeMilli" | "afterMilli"): number {
  const cpu = of.nodes.find(({ name }) => name === node)?.cpu;
  return (100 * (cpu?.[when] ?? Number.NaN)) / (cpu?.allocatableMilli ?? 0);
}

const configs: readonly StackConfigInput[] = [
  { objective: "balance" },
  { objective: "balance", applyRecommendations: true },
  { objective: "power" },
  { objective: "power", applyRecommendations: true },
];

describe.each(configs)("the plan with %j", (config) => {
  let result: Plan;

  beforeAll(async () => {
    result = planFor(config, definition, await loadSolver());
  });

  test("places everything, proven optimal", () => {
    expect(result.unplaced).toEqual([]);
    expect(result.status).toBe("optimal");
  });

  test("takes talos00 below 70 % of its CPU", () => {
    expect(cpuPercent(result, "talos00", "afterMilli")).toBeLessThan(70);
  });

  test("leaves nothing but core infrastructure on talos00", () => {
    const others = result.workloads.filter(({ namespace, nodes }) => nodes.includes("talos00") && !coreNamespaces.has(namespace));
    expect(others).toEqual([]);
  });

  test("fills talos03 above 30 % of its CPU", () => {
    expect(cpuPercent(result, "talos03", "afterMilli")).toBeGreaterThan(30);
  });

  test("keeps every node under its ceilings", () => {
    const { controlPlane, worker } = loadStack(definition, stackConfigSchema.parse(config)).problem.ceilings;
    const over = result.nodes.filter(({ name, cpu, memory }) => {
      const ceiling = name === "talos00" ? controlPlane : worker;
      return (
        100 * cpu.afterMilli > ceiling.cpuPercent * cpu.allocatableMilli ||
        100 * memory.afterMiB > ceiling.memoryPercent * memory.allocatableMiB
      );
    });
    expect(over).toEqual([]);
  });

  test.each(["distributor", "ingester", "querier", "query-frontend", "store-gateway", "compactor", "nginx"])(
    "moves Mimir's %s to talos02-gpu",
    (part) => {
      expect(planned(result, `monitoring/mimir-${part}`)).toMatchObject({ before: ["talos00"], nodes: ["talos02-gpu"], moved: true });
    },
  );

  test("moves Loki to talos02-gpu", () => {
    expect(planned(result, "monitoring/loki")).toMatchObject({ before: ["talos01"], nodes: ["talos02-gpu"], moved: true });
  });

  test("moves PostgreSQL to talos03", () => {
    expect(planned(result, "databases/postgresql")).toMatchObject({ before: ["talos00"], nodes: ["talos03"], moved: true });
  });

  test.each(["media/tdarr", "media/tdarr-node-gpu", "catalyst-llm/ollama"])("has %s on the Arc of talos02-gpu", (id) => {
    expect(planned(result, id)?.nodes).toEqual(["talos02-gpu"]);
  });

  test.each(["media/plex", "media/jellyfin"])("has %s on an Intel GPU", (id) => {
    expect(["talos01", "talos02-gpu"]).toEqual(expect.arrayContaining([...(planned(result, id)?.nodes ?? ["nowhere"])]));
  });

  test("has every other workload where the seed's table sends it", () => {
    const astray = result.workloads.filter(({ namespace, nodes }) => {
      const allowed = moveTo[namespace];
      return allowed !== undefined && (nodes.length === 0 || nodes.some((node) => !allowed.includes(node)));
    });
    expect(astray).toEqual([]);
  });
});

describe("what the plan starts from", () => {
  const result = planFor({});

  test("are the CPU requests of the snapshot", () => {
    const before = result.nodes.map(({ name }) => [name, Math.round(cpuPercent(result, name, "beforeMilli"))]);
    expect(Object.fromEntries(before)).toEqual({ talos00: 93, talos01: 54, "talos02-gpu": 32, talos03: 4 });
  });

  test("does not depend on whether recommendations are applied", () => {
    const before = (of: Plan): unknown =>
      of.nodes.map(({ cpu, memory, pods, watts }) => [cpu.beforeMilli, memory.beforeMiB, pods.before, watts.before]);
    expect(before(planFor({ applyRecommendations: true }))).toEqual(before(result));
  });

  test("are the pods of the snapshot", () => {
    expect(Object.fromEntries(result.nodes.map(({ name, pods }) => [name, pods.before]))).toEqual({
      talos00: 59,
      talos01: 45,
      "talos02-gpu": 11,
      talos03: 9,
    });
  });
});

describe("PostgreSQL with its data on a node's disk", () => {
  const volumes = [{ name: "data", storage: "node-local" as const }];

  /** The stack with some fields of PostgreSQL's row replaced. */
  function withPostgresql(change: Partial<WorkloadRow>): StackDefinition {
    const isMeant = ({ namespace, name }: WorkloadRow): boolean => namespace === "databases" && name === "postgresql";
    return { ...definition, workloads: definition.workloads.map((row) => (isMeant(row) ? { ...row, ...change } : row)) };
  }

  const result = planFor({}, withPostgresql({ volumes, rebalance: false }));
  const postgresql = planned(result, "databases/postgresql");

  test("stays on talos00", () => {
    expect(postgresql).toMatchObject({ before: ["talos00"], nodes: ["talos00"], moved: false });
  });

  test("and the plan says that the volume is why", () => {
    expect(postgresql?.reason).toContain('volume "data" is on the disk of talos00');
  });

  test("cannot be left to the descheduler", () => {
    expect(() => planFor({}, withPostgresql({ volumes }))).toThrow('volume "data" is node-local');
  });
});
