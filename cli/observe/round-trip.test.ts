import fc from "fast-check";
import { observeCluster } from "../../infra/observe/observe-cluster";
import { type ApiObjects, clusterOfStack } from "../../infra/observe/testing/cluster-of-stack";
import { snapshotOf } from "../../infra/observe/testing/snapshot-of";
import { plan } from "../../infra/placement/plan";
import type { StackDefinition } from "../../infra/stack/definition";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import type { Stack } from "../../infra/stack/stack";
import { validDefinition } from "../../infra/stack/testing/valid-stack";
import type { Workload } from "../../infra/workloads/workload";
import { definition as homelab } from "../../stacks/homelab/definition";

const config = stackConfigSchema.parse({});

/** Pods and requests of each node now. */
function loadPerNode({ hardware, workloads }: Stack): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    hardware.machines.map(({ name }) => {
      const here = workloads.map(({ current, requests }) => ({ pods: current[name] ?? 0, requests }));
      const extended = new Map<string, number>();
      for (const { pods, requests } of here) {
        for (const [resource, count] of Object.entries(requests.extended)) {
          extended.set(resource, (extended.get(resource) ?? 0) + pods * count);
        }
      }
      const load = {
        pods: here.reduce((sum, { pods }) => sum + pods, 0),
        cpuMilli: here.reduce((sum, { pods, requests }) => sum + pods * requests.cpuMilli, 0),
        memoryBytes: here.reduce((sum, { pods, requests }) => sum + pods * requests.memoryBytes, 0),
        extended: Object.fromEntries([...extended].sort()),
      };
      return [name, load];
    }),
  );
}

/** What of a workload the cluster tells for good: all but tier, scaling and who renders it. */
function told(workload: Workload): unknown {
  const { id, kind, replicas, requests, limits, requires, volumes, current, immovable } = workload;
  const { antiAffinity, spreads, colocateWith, hostPorts, rollout } = workload;
  return {
    ...{ id, kind, replicas, requests, limits, antiAffinity, spreads, colocateWith, hostPorts, rollout, current, immovable },
    // A workload that runs nowhere has no claims yet: what its volumes are is not told.
    volumes: Object.keys(current).length === 0 ? [] : volumes.map(({ name, storage }) => ({ name, storage })),
    requires: requires.map((requirement) => JSON.stringify(requirement)).sort(),
  };
}

/** Without the DaemonSets that are yet to come: no cluster tells of those. */
function withoutNew(definition: StackDefinition): StackDefinition {
  const workloads = definition.workloads.filter(({ isNew }) => isNew !== true);
  const used = new Set(workloads.map(({ namespace }) => namespace));
  return { ...definition, workloads, namespaces: definition.namespaces.filter(({ name }) => used.has(name)) };
}

const stacks: readonly (readonly [string, StackDefinition])[] = [
  ["the homelab", withoutNew(homelab)],
  ["the valid stack", validDefinition],
];

describe.each(stacks)("%s, turned into a cluster, observed and loaded again", (_name, definition) => {
  const original = loadStack(definition, config);
  const observation = observeCluster(snapshotOf(clusterOfStack(original)), "observed");
  const again = loadStack(observation.definition, config);

  test("has the same pods and requests on each node", () => {
    expect(loadPerNode(again)).toEqual(loadPerNode(original));
  });

  test("has the same machines, as far as a cluster tells", () => {
    const machine = ({ hardware }: Stack): unknown =>
      hardware.machines.map(
        ({ name, role, pool, threads, memoryBytes, allocatable, gpus, devices, address, taints, labels, discoveredLabels }) => ({
          ...{ name, role, pool, threads, memoryBytes, allocatable, gpus, devices, address, taints, discoveredLabels },
          // The power class follows from data sheets, which no cluster knows.
          labels: { ...labels, "berth.dev/power-class": "" },
        }),
      );
    expect(machine(again)).toEqual(machine(original));
    expect(again.hardware.operatingSystem).toEqual(original.hardware.operatingSystem);
  });

  test("has the same workloads, as far as a cluster tells", () => {
    const byId = (workloads: readonly Workload[]): unknown =>
      Object.fromEntries(workloads.map((workload) => [workload.id, told(workload)]));
    expect(byId(again.workloads)).toEqual(byId(original.workloads));
  });

  test("finds pods by labels that they had, and by no more than it takes", () => {
    const labels = new Map(original.workloads.map(({ id, podLabels }) => [id, podLabels]));
    for (const { id, podLabels } of again.workloads) {
      expect(labels.get(id)).toMatchObject(podLabels);
      expect(Object.keys(podLabels)).toHaveLength(1);
    }
  });

  test("has the same core namespaces and tiers, which its pods' priority classes tell", () => {
    const rows = (stack: Stack): unknown =>
      Object.fromEntries(
        stack.workloads
          .filter(({ kind }) => kind !== "StaticPod")
          .map(({ id, tier, core, namespace }) => [id, { tier, core: core && namespace }]),
      );
    expect(rows(again)).toEqual(rows(original));
  });

  test("names who deploys what, where somebody has left a mark", () => {
    const managers = (stack: Stack): unknown =>
      Object.fromEntries(
        original.workloads.flatMap(({ id, managedBy }) =>
          managedBy === "berth" ? [] : [[id, stack.workloads.find((row) => row.id === id)?.managedBy]],
        ),
      );
    expect(managers(again)).toEqual(managers(original));
  });

  test("leaves nothing out", () => {
    expect(observation.remarks.filter(({ kind }) => kind !== "assumed")).toEqual([]);
  });

  test("plans, and everything has a node", () => {
    expect(plan(again.problem).unplaced).toEqual([]);
  });

  test("whatever the order of the lists and however requests are divided among containers", () => {
    const shares = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shares, fc.array(fc.nat(), { minLength: 200, maxLength: 200 }), (split, order) => {
        const objects = clusterOfStack(original, () => split);
        const shuffled: ApiObjects = Object.fromEntries(
          Object.entries(objects).map(([path, list]) => [
            path,
            list
              .map((object, index) => ({ object, key: order[index % order.length] ?? 0 }))
              .sort((a, b) => a.key - b.key)
              .map(({ object }) => object),
          ]),
        );
        expect(observeCluster(snapshotOf(shuffled), "observed")).toEqual(observation);
      }),
      { numRuns: 20 },
    );
  });
});
