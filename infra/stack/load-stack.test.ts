import { defaultPlanning } from "./planning";
import { UserError } from "../diagnostics/user-error";
import { type StackDefinition } from "./definition";
import { loadStack } from "./load-stack";
import { mistakesIn } from "./testing/mistakes";
import { validConfig, validDefinition, withMachine, withNamespace, withWorkload } from "./testing/valid-stack";

/** The definition as it would be if its author had not asked the compiler. */
function unchecked(change: Readonly<Record<string, unknown>>): StackDefinition {
  const definition: unknown = { ...validDefinition, ...change };
  return definition as StackDefinition;
}

const planning = validDefinition.planning ?? defaultPlanning;

describe("loadStack", () => {
  it("loads what is right", () => {
    const stack = loadStack(validDefinition, validConfig);
    expect(stack.name).toBe("valid");
    expect(stack.namespaces).toEqual([
      { name: "kube-system", tier: "0-core", core: true, madeElsewhere: false },
      { name: "databases", tier: "1-cluster", core: false, madeElsewhere: false },
      { name: "media", tier: "4-aux", core: false, madeElsewhere: false },
      { name: "home", tier: "3-edge", core: false, madeElsewhere: false },
    ]);
    expect(stack.hardware.machines.map(({ name }) => name)).toEqual(["cp1", "gpu1", "worker1"]);
    expect(stack.workloads).toHaveLength(validDefinition.workloads.length);
  });

  it("says everything that is wrong at once, by table, in one error without a trace of how it was found", () => {
    const misspelt: unknown = { memory: "64Mi", cpus: "20m" };
    const broken = withMachine(
      "worker1",
      { memory: "-16Gi" },
      withNamespace(
        "home",
        { target: [{ key: "kubernetes.io/hostname", operator: "Exists" }] },
        withWorkload("home/mosquitto", { requests: misspelt as { memory: string }, current: { worker2: 1 } }),
      ),
    );
    const load = () =>
      loadStack({ ...broken, planning: { ...planning, presets: { balance: ["watts", "watts"], power: [] } } }, validConfig);
    expect(load).toThrow(UserError);
    expect(load).toThrow(
      [
        'stack "valid" has 4 mistakes in its tables',
        '  machines[worker1].memory: must not be negative (found "-16Gi")',
        '  workloads[home/mosquitto].requests.cpus: is not a known field (found "20m")',
        '    fix: did you mean "cpu"?',
        '  namespaces[home].target[0].key: names hosts; workloads follow what a machine can do, so that they survive its replacement (found "kubernetes.io/hostname")',
        "    fix: select by a capability such as berth.dev/pool, berth.dev/memory-class or berth.dev/gpu-model",
        '  planning.presets.balance: must name each objective at most once (found ["watts","watts"])',
      ].join("\n"),
    );
  });

  it("plans by default for even utilisation under ceilings", () => {
    const { hardware, namespaces, workloads, name } = validDefinition;
    const { problem } = loadStack({ name, hardware, namespaces, workloads }, validConfig);
    expect(problem.objectives).toEqual([
      "place",
      "control-plane",
      "survive-loss",
      "replicas-apart",
      "ceilings",
      "balance",
      "watts",
      "disruption",
    ]);
    expect(problem.ceilings).toEqual({
      controlPlane: { cpuPercent: 70, memoryPercent: 85 },
      worker: { cpuPercent: 85, memoryPercent: 90 },
    });
  });

  it("counts a single mistake in words", () => {
    expect(() => loadStack(withWorkload("home/mosquitto", { replicas: -1 }), validConfig)).toThrow(
      'stack "valid" has a mistake in its tables\n  workloads[home/mosquitto].replicas: must be at least 0 (found -1)',
    );
  });

  it.each<[string, StackDefinition, object]>([
    [
      "a misspelt table",
      unchecked({ workload: [] }),
      { path: "workload", message: "is not a known field", value: "[]", fix: 'did you mean "workloads"?' },
    ],
    [
      "planning without ceilings",
      unchecked({ planning: { presets: planning.presets } }),
      { path: "planning.ceilings", message: "is missing" },
    ],
    [
      "a misspelt objective",
      unchecked({ planning: { ...planning, presets: { balance: ["wats"], power: [] } } }),
      {
        path: "planning.presets.balance[0]",
        message: 'must be one of "ceilings", "watts", "disruption", "balance"',
        value: '"wats"',
        fix: 'did you mean "watts"?',
      },
    ],
    [
      "an objective that is always there",
      unchecked({ planning: { ...planning, presets: { balance: ["place"], power: [] } } }),
      { path: "planning.presets.balance[0]", message: 'must be one of "ceilings", "watts", "disruption", "balance"', value: '"place"' },
    ],
    [
      "a ceiling over everything",
      unchecked({
        planning: {
          ...planning,
          ceilings: { ...planning.ceilings, worker: { cpuPercent: 120, memoryPercent: 90 } },
        },
      }),
      { path: "planning.ceilings.worker.cpuPercent", message: "must be at most 100", value: "120" },
    ],
    ["a name that is none", unchecked({ name: "Valid Stack" }), expect.objectContaining({ path: "name", value: '"Valid Stack"' })],
  ])("refuses %s", (_, definition, finding) => {
    expect(mistakesIn(definition)).toEqual([finding]);
  });

  it("survives tables that are no tables", () => {
    expect(mistakesIn(unchecked({ hardware: "none", namespaces: undefined, workloads: {} }))).toEqual([
      { path: "hardware", message: "must be a map", value: '"none"' },
      { path: "namespaces", message: "is missing" },
      { path: "workloads", message: "must be a list", value: "{}" },
    ]);
  });
});
