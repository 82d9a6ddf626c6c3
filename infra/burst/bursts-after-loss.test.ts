import { describePlan } from "../placement/plan";
import { assign } from "../placement/search/assign";
import type { Failure } from "../placement/what-if/failure-document";
import { simulateFailures } from "../placement/what-if/failures";
import { stackConfigSchema } from "../stack/config";
import type { StackDefinition } from "../stack/definition";
import { loadStack } from "../stack/load-stack";
import { validDefinition, withExtraWorkload, withWorkload } from "../stack/testing/valid-stack";
import type { WorkloadRow } from "../workloads/schema";
import type { BurstConfig } from "./burst-config";
import type { BurstLoadName } from "./burst-document";
import { burstsAfterLoss } from "./bursts-after-loss";
import { cardWorkload, nodesMode } from "./testing/card-workload";
import { validBurst } from "./testing/valid-burst";

const llm = cardWorkload(2);

/** Runs on gpu1 with its 64 GiB; the other worker has 16 GiB. */
function large(memory: string, replicas: number): WorkloadRow {
  return {
    namespace: "media",
    name: "tdarr",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "500m", memory },
    replicas,
    current: { gpu1: replicas },
    burst: true,
  };
}

function definitionWith(row: WorkloadRow, workloads: readonly WorkloadRow[] = []): StackDefinition {
  return withExtraWorkload(row, { ...validDefinition, burst: { ...validBurst, workloads } });
}

/** What a loss means, and what is rented for it. */
function lossOf(
  name: string,
  definition: StackDefinition,
  config: { readonly burst?: BurstConfig; readonly load?: BurstLoadName } = {},
): Failure {
  const stack = loadStack(definition, stackConfigSchema.parse({ burst: config.burst ?? nodesMode }));
  const planned = assign(stack.problem);
  const failures = [...simulateFailures(stack.problem, planned, describePlan(stack.problem, planned))];
  const failure = failures.find((each) => each.name === name);
  if (failure === undefined) {
    throw new Error(`nothing named ${name} is lost`);
  }
  const bursts = burstsAfterLoss(stack, planned, config.load ?? "normal")(failure);
  return bursts === undefined ? failure : { ...failure, bursts };
}

const tdarr = { namespace: "media", name: "tdarr", tier: 4 };

test("what waits and may burst gets the cheapest nodes, with what they cost an hour", () => {
  const failure = lossOf("gpu1", definitionWith(large("12Gi", 2)));
  expect(failure.waits.map(({ name, pods }) => [name, pods])).toEqual([
    ["dashboard", 1],
    ["zigbee2mqtt", 1],
    ["jellyfin", 1],
    ["tdarr", 1],
  ]);
  expect(failure.bursts).toEqual({
    pods: [{ ...tdarr, pods: 1 }],
    nodes: [{ type: "g4dn.xlarge", count: 1 }],
    onDemandPerHour: 0.5,
    spotPerHour: 0.2,
    currency: "USD",
    waits: [],
  });
});

test("what is rented anyway stays, and only what comes to it is paid for", () => {
  expect(lossOf("gpu1", definitionWith(large("12Gi", 2), [llm])).bursts).toMatchObject({
    pods: [{ ...tdarr, pods: 1 }],
    nodes: [{ type: "g4dn.xlarge", count: 1 }],
    onDemandPerHour: 0.5,
  });
});

test("beside what is rented anyway there may be room", () => {
  const definition = definitionWith(large("4Gi", 4), [llm]);
  expect(lossOf("gpu1", definition).bursts).toEqual({
    pods: [{ ...tdarr, pods: 1 }],
    nodes: [],
    onDemandPerHour: 0,
    spotPerHour: 0,
    currency: "USD",
    waits: [],
  });
  // At night nothing is rented yet.
  expect(lossOf("gpu1", definition, { load: "minimum" }).bursts?.nodes).toEqual([{ type: "g4dn.xlarge", count: 1 }]);
});

test("the limits hold: two nodes, and the third pod waits; at peak both are taken", () => {
  const definition = definitionWith(large("12Gi", 4), [llm]);
  expect(lossOf("gpu1", definition, { load: "minimum" }).bursts).toMatchObject({
    pods: [{ ...tdarr, pods: 2 }],
    nodes: [{ type: "g4dn.xlarge", count: 2 }],
    onDemandPerHour: 1,
    waits: [{ ...tdarr, pods: 1 }],
  });
  expect(lossOf("gpu1", definition, { load: "peak" }).bursts).toMatchObject({
    pods: [],
    nodes: [],
    onDemandPerHour: 0,
    waits: [{ ...tdarr, pods: 3 }],
  });
});

test("nothing bursts that may not: what is important, has its data or its device at home, or is not said to", () => {
  const rest = withWorkload("media/tdarr", { burst: false }, definitionWith(large("12Gi", 2)));
  const failure = lossOf("gpu1", rest);
  expect(failure.waits.map(({ name }) => name)).toContain("tdarr");
  expect(failure).not.toHaveProperty("bursts");
  const core = { burst: true, namespace: "databases", replicas: 1, current: { gpu1: 1 } };
  expect(() => lossOf("gpu1", withWorkload("media/tdarr", core, definitionWith(large("12Gi", 1))))).toThrow(
    "must not depend on a line to the cloud",
  );
  const local = { volumes: [{ name: "data", storage: "node-local" as const }], replicas: 1, current: { gpu1: 1 } };
  expect(() => lossOf("gpu1", withWorkload("media/tdarr", local, definitionWith(large("12Gi", 1))))).toThrow(
    "is on the disk of a machine at home",
  );
});

test("nothing bursts when bursts are off, nor when nothing can be scheduled", () => {
  const definition = definitionWith(large("12Gi", 2));
  expect(lossOf("gpu1", definition, { burst: { ...nodesMode, mode: "off" } })).not.toHaveProperty("bursts");
  const failure = lossOf("cp1", definition);
  expect(failure.controlPlaneWorks).toBe(false);
  expect(failure).not.toHaveProperty("bursts");
});
