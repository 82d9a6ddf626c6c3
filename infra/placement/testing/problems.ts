import fc from "fast-check";
import {
  deviceMilli,
  type ObjectiveName,
  type PlacementNode,
  type PlacementProblem,
  type PlacementWorkload,
  type PodTerm,
  type TopologySpread,
} from "../problem";

export const GiB = 1024 ** 3;
export const hostname = "kubernetes.io/hostname";

/** A worker of 4 CPUs and 8 GiB. */
export function node(
  name: string,
  changes: Partial<Omit<PlacementNode, "allocatable">> & { readonly allocatable?: Partial<PlacementNode["allocatable"]> } = {},
): PlacementNode {
  return {
    name,
    taints: [],
    controlPlane: false,
    power: { idleWatts: 10, fullWatts: 30 },
    host: name,
    capabilities: {},
    ...changes,
    labels: { [hostname]: name, ...changes.capabilities, ...changes.labels },
    allocatable: { cpuMilli: 4000, memoryBytes: 8 * GiB, pods: 20, extended: {}, ...changes.allocatable },
  };
}

/** One movable pod of 1 CPU and 1 GiB in the middle tier. */
export function workload(
  name: string,
  changes: Partial<Omit<PlacementWorkload, "requests">> & { readonly requests?: Partial<PlacementWorkload["requests"]> } = {},
): PlacementWorkload {
  return {
    id: `apps/${name}`,
    namespace: "apps",
    name,
    mode: "replicas",
    replicas: 1,
    tier: 2,
    core: false,
    tolerations: [],
    requires: [],
    target: [],
    current: {},
    pin: "prefer",
    ...changes,
    requests: { cpuMilli: 1000, memoryBytes: GiB, extended: {}, ...changes.requests },
  };
}

export const defaultObjectives: readonly ObjectiveName[] = ["place", "control-plane", "ceilings", "balance", "watts", "disruption"];

export function problem(
  nodes: readonly PlacementNode[],
  workloads: readonly PlacementWorkload[],
  changes: Partial<PlacementProblem> = {},
): PlacementProblem {
  return {
    stack: "test",
    nodes,
    workloads,
    objectives: defaultObjectives,
    ceilings: { controlPlane: { cpuPercent: 70, memoryPercent: 85 }, worker: { cpuPercent: 85, memoryPercent: 90 } },
    ...changes,
  };
}

const taintEffect = fc.constantFrom("NoSchedule" as const, "NoExecute" as const, "PreferNoSchedule" as const);
const zone = "topology.kubernetes.io/zone";
const sharedGpu = "example.com/shared-gpu";

function arbitraryNode(index: number, tight: boolean): fc.Arbitrary<PlacementNode> {
  return fc
    .record({
      cpuMilli: fc.integer({ min: 1, max: 8 }).map((cores) => cores * 1000),
      memory: fc.integer({ min: 1, max: 16 }),
      pods: fc.integer({ min: 2, max: 12 }),
      gpus: fc.constantFrom(0, 0, 1, 2),
      disk: fc.constantFrom(undefined, "ssd", "hdd"),
      zone: fc.constantFrom(undefined, "a", "b"),
      sharedGpus: fc.constantFrom(0, 0, 1, 2),
      host: fc.constantFrom("", "", "tower"),
      controlPlane: fc.boolean(),
      taint: fc.option(fc.record({ key: fc.constantFrom("dedicated", "gpu"), value: fc.constantFrom("", "x"), effect: taintEffect }), {
        nil: undefined,
      }),
      idle: fc.integer({ min: 1, max: 30 }),
    })
    .map((made) =>
      node(`node${index}`, {
        controlPlane: made.controlPlane && index === 0,
        host: made.host === "" ? `node${index}` : made.host,
        allocatable: tight
          ? {
              cpuMilli: made.cpuMilli,
              memoryBytes: made.memory * GiB,
              pods: made.pods,
              extended: {
                ...(made.gpus === 0 ? {} : { "nvidia.com/gpu": made.gpus }),
                ...(made.sharedGpus === 0 ? {} : { [sharedGpu]: made.sharedGpus * deviceMilli }),
              },
            }
          : {
              cpuMilli: made.cpuMilli * 3,
              memoryBytes: made.memory * 5 * GiB,
              pods: made.pods * 5,
              extended: { "nvidia.com/gpu": 4, [sharedGpu]: 4 * deviceMilli },
            },
        ...(tight && made.sharedGpus === 0 ? {} : { sharedDevices: { [sharedGpu]: tight ? made.sharedGpus : 4 } }),
        capabilities: {
          ...(made.disk === undefined ? {} : { disk: made.disk }),
          ...(made.zone === undefined ? {} : { [zone]: made.zone }),
        },
        taints: made.taint === undefined ? [] : [made.taint],
        power: { idleWatts: made.idle, fullWatts: made.idle + 20 },
      }),
    );
}

/** Terms of pods towards some of the workloads before it, and itself. */
function arbitraryTerms(index: number): fc.Arbitrary<readonly PodTerm[]> {
  const ids = Array.from({ length: index + 1 }, (_, w) => `apps/w${w}`);
  const term = fc.record({
    topologyKey: fc.constantFrom(hostname, zone),
    selects: fc.subarray(ids, { minLength: 1, maxLength: Math.min(3, ids.length) }).map((selected) => [...selected].sort()),
  });
  return fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.array(term, { minLength: 1, maxLength: 2 }) });
}

const policy = fc.constantFrom("Honor" as const, "Honor" as const, "Ignore" as const);

/** A strict spread with everything that one can say. */
function arbitrarySpread(index: number): fc.Arbitrary<TopologySpread> {
  return fc
    .record({
      topologyKey: fc.constantFrom(hostname, zone),
      maxSkew: fc.integer({ min: 1, max: 2 }),
      minDomains: fc.constantFrom(undefined, undefined, 2, 3),
      nodeAffinityPolicy: policy,
      nodeTaintsPolicy: policy,
      selects: fc.option(fc.subarray([`apps/w${Math.max(0, index - 1)}`, `apps/w${index}`], { minLength: 1 }), { nil: undefined, freq: 2 }),
    })
    .map(({ minDomains, selects, ...made }) => ({
      ...made,
      strict: true,
      ...(minDomains === undefined ? {} : { minDomains }),
      ...(selects === undefined ? {} : { selects: [...new Set(selects)].sort() }),
    }));
}

const hostPort = fc.record({
  port: fc.constantFrom(80, 443),
  protocol: fc.constantFrom("TCP" as const, "UDP" as const),
  hostIP: fc.constantFrom("0.0.0.0", "10.0.0.1", "10.0.0.2"),
});

function arbitraryWorkload(index: number, nodes: number, tight: boolean): fc.Arbitrary<PlacementWorkload> {
  const name = fc.integer({ min: 0, max: nodes - 1 }).map((n) => `node${n}`);
  return fc
    .record({
      mode: fc.constantFrom(
        "replicas" as const,
        "replicas" as const,
        "replicas" as const,
        "replicas" as const,
        "perNode" as const,
        "fixed" as const,
      ),
      replicas: fc.integer({ min: 0, max: 4 }),
      cpuMilli: fc.constantFrom(0, 100, 500, 1000, 2500),
      memory: fc.constantFrom(0, 1, 2, 5),
      gpus: fc.constantFrom(0, 0, 0, 1),
      tier: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const, 4 as const),
      core: fc.boolean(),
      toleration: fc.option(
        fc.record({
          key: fc.constantFrom(undefined, "dedicated", "gpu"),
          operator: fc.constantFrom("Exists" as const, "Equal" as const),
          value: fc.constantFrom(undefined, "x"),
          effect: fc.option(taintEffect, { nil: undefined }),
        }),
        { nil: undefined },
      ),
      needsDisk: fc.constantFrom(undefined, undefined, "In" as const, "NotIn" as const),
      target: fc.constantFrom(undefined, undefined, "Exists" as const, "DoesNotExist" as const),
      apart: fc.constantFrom(undefined, undefined, undefined, hostname, zone),
      spread: fc.constantFrom(
        undefined,
        undefined,
        undefined,
        { topologyKey: hostname, maxSkew: 1, strict: true },
        { topologyKey: zone, maxSkew: 2, strict: true },
        { topologyKey: hostname, maxSkew: 1, strict: false },
      ),
      fullSpread: fc.option(arbitrarySpread(index), { nil: undefined, freq: 4 }),
      podAffinity: arbitraryTerms(index),
      podAntiAffinity: arbitraryTerms(index),
      hostPorts: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(hostPort, { maxLength: 2 }) }),
      sharedGpu: fc.constantFrom(0, 0, 0, 0, 300, 500, 700, 1000, 2000),
      leader: fc.option(fc.integer({ min: 0, max: Math.max(0, index - 1) }), { nil: undefined, freq: 5 }),
      current: fc.array(fc.tuple(name, fc.integer({ min: 1, max: 3 })), { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs)),
      pin: fc.constantFrom("prefer" as const, "strict" as const),
      together: fc.boolean(),
    })
    .map((made) => {
      // Of a problem that is not tight, every fourth workload keeps the constraints that often cannot be met.
      const free = !tight && index % 4 !== 3;
      return workload(`w${index}`, {
        mode: free && made.mode === "fixed" ? "replicas" : made.mode,
        replicas: made.replicas,
        requests: {
          cpuMilli: made.cpuMilli,
          memoryBytes: made.memory * GiB,
          extended: {
            ...(made.gpus === 0 ? {} : { "nvidia.com/gpu": made.gpus }),
            ...(made.sharedGpu === 0 ? {} : { [sharedGpu]: made.sharedGpu }),
          },
        },
        tier: made.tier,
        core: made.core,
        tolerations: free ? [{ operator: "Exists" }] : made.toleration === undefined ? [] : [made.toleration],
        requires: free || made.needsDisk === undefined ? [] : [{ key: "disk", operator: made.needsDisk, values: ["ssd"] }],
        target: free || made.target === undefined ? [] : [{ key: zone, operator: made.target }],
        ...(free || made.apart === undefined ? {} : { antiAffinityTopologyKey: made.apart }),
        ...spreadsOf(free ? undefined : made.fullSpread, made.spread),
        ...(free || made.podAffinity.length === 0 ? {} : { podAffinity: made.podAffinity }),
        ...(free || made.podAntiAffinity.length === 0 ? {} : { podAntiAffinity: made.podAntiAffinity }),
        ...(free || made.hostPorts.length === 0 ? {} : { hostPorts: made.hostPorts }),
        ...(free || made.leader === undefined || index === 0 ? {} : { colocateWith: `apps/w${made.leader}` }),
        current: made.current,
        pin: made.pin,
        ...(made.together ? { restartsTogether: true } : {}),
      });
    });
}

function spreadsOf(...made: readonly (TopologySpread | undefined)[]): Pick<PlacementWorkload, "spreads"> {
  const spreads = made.filter((spread) => spread !== undefined);
  return spreads.length === 0 ? {} : { spreads };
}

const orders: readonly (readonly ObjectiveName[])[] = [
  defaultObjectives,
  ["place", "control-plane", "survive-loss", "replicas-apart", "ceilings", "watts", "disruption", "balance"],
  ["place", "control-plane", "disruption", "balance"],
  ["place", "control-plane"],
];

/** Problems with every kind of constraint and at most so many nodes and workloads. */
export function arbitraryProblemUpTo(maxNodes: number, maxWorkloads: number): fc.Arbitrary<PlacementProblem> {
  return fc
    .tuple(
      fc.integer({ min: 1, max: maxNodes }),
      fc.integer({ min: 1, max: maxWorkloads }),
      fc.constantFrom(true, false, false),
      fc.constantFrom(...orders),
      fc.integer({ min: 4, max: 40 }),
    )
    .chain(([nodes, workloads, tight, objectives, cores]) =>
      fc
        .tuple(
          fc.tuple(...Array.from({ length: nodes }, (_, index) => arbitraryNode(index, tight))),
          fc.tuple(...Array.from({ length: workloads }, (_, index) => arbitraryWorkload(index, nodes, tight))),
        )
        .map(([made, rows]) =>
          problem(made, rows, { objectives, hosts: [{ name: "tower", cpuMilli: cores * 1000, memoryBytes: 2 * cores * GiB }] }),
        ),
    );
}

export const arbitraryProblem = arbitraryProblemUpTo(5, 14);
