import type { Finding } from "../../infra/diagnostics/finding";
import type { FleetRow, HardwareTable } from "../../infra/hardware/schema";
import type { StackDefinition } from "../../infra/stack/definition";
import { mistakesIn } from "../../infra/stack/testing/mistakes";
import type { WorkloadRow } from "../../infra/workloads/schema";
import { definition } from "./definition";

function withHardware(change: Partial<HardwareTable>): StackDefinition {
  return { ...definition, hardware: { ...definition.hardware, ...change } };
}

function withFleet(change: Partial<FleetRow>): StackDefinition {
  return withHardware({ fleets: (definition.hardware.fleets ?? []).map((fleet) => ({ ...fleet, ...change })) });
}

function withWorkload(name: string, change: Partial<WorkloadRow>): StackDefinition {
  return { ...definition, workloads: definition.workloads.map((row) => (row.name === name ? { ...row, ...change } : row)) };
}

const scalingOf = (name: string): NonNullable<WorkloadRow["scaling"]> => {
  const scaling = definition.workloads.find((row) => row.name === name)?.scaling;
  if (scaling === undefined) {
    throw new Error(`${name} is not scaled`);
  }
  return scaling;
};

test("the stack itself has no mistake", () => {
  expect(mistakesIn(definition)).toEqual([]);
});

// The first five are the seed's own.
test.each<readonly [string, StackDefinition, Finding]>([
  [
    "the seed's product",
    withFleet({ product: "VPS 10" }),
    {
      path: "fleets[talent-mesh].product",
      message: "is not in the table of products",
      value: '"VPS 10"',
      fix: "use one of V91, V92, V94, V95, V97, V98, V100, V101",
    },
  ],
  [
    "CoreDNS with maxSkew 0",
    withWorkload("coredns", { spread: { over: "node", maxSkew: 0, strict: true } }),
    {
      path: "workloads[kube-system/coredns].spread.maxSkew",
      message: "must be more than 0",
      value: "0",
    },
  ],
  [
    "CoreDNS with one pod, as K3s has it, and minAvailable 2",
    withWorkload("coredns", { replicas: 1 }),
    {
      path: "workloads[kube-system/coredns].disruption",
      message: "can never allow an eviction of any of 1 replica",
      value: '{"minAvailable":2}',
      fix: "use { maxUnavailable: 1 }",
    },
  ],
  [
    "a VPA for what CloudNativePG owns",
    withWorkload("postgresql", { verticalScaling: { mode: "InPlaceOrRecreate", max: { cpu: "1", memory: "2Gi" } } }),
    {
      path: "workloads[databases/postgresql].verticalScaling",
      message: "is not for pods that an operator owns: it decides what they request, and in which order they restart",
      value: "operator",
      fix: "remove it, and set requests and limits in the operator's own object",
    },
  ],
  [
    "VPA mode Auto",
    withWorkload("auth-service", { verticalScaling: { mode: "Auto" as "Off", max: { cpu: "1", memory: "1Gi" } } }),
    {
      path: "workloads[platform-services/auth-service].verticalScaling.mode",
      message: 'must be one of "Off", "Initial", "InPlaceOrRecreate"',
      value: '"Auto"',
    },
  ],
  [
    "more pods of STT than its topic has partitions",
    withWorkload("stt-service", { scaling: { ...scalingOf("stt-service"), maxReplicas: 6 } }),
    {
      path: "workloads[ai-services/stt-service].scaling.triggers[0].partitions",
      message: "is less than maxReplicas (6): a replica without a partition has nothing to read",
      value: "4",
      fix: "give the topic 6 partitions, or lower maxReplicas to 4",
    },
  ],
  [
    "a VPA beside KEDA on CPU",
    withWorkload("auth-service", {
      scaling: { ...scalingOf("auth-service"), triggers: [{ type: "cpu", utilizationPercent: 80 }] },
    }),
    {
      path: "workloads[platform-services/auth-service].verticalScaling.resources",
      message:
        "gives the request of cpu to the VPA, and KEDA counts pods by what they use of it in scaling.triggers[0] (cpu): the more each requests, the fewer there are",
      value: '["cpu","memory"]',
      fix: "leave cpu out, scale on what there is to do (kafka, or a prometheus query of requests or connections), or remove verticalScaling",
    },
  ],
  [
    "a notification service that one pod may never leave",
    withWorkload("notification-service", { disruption: { minAvailable: 1 } }),
    {
      path: "workloads[platform-services/notification-service].disruption",
      message: "allows no eviction while KEDA keeps 1 of 0 to 3 replicas",
      value: '{"minAvailable":1}',
      fix: "use { maxUnavailable: 1 }",
    },
  ],
  [
    "Talos on rented servers",
    withHardware({ cluster: { ...definition.hardware.cluster, operatingSystem: { kind: "talos", version: "v1.12.11" } } }),
    {
      path: "fleets[talent-mesh]",
      message: "is rented with an operating system on it, and Talos does not run on that",
      value: "talos",
      fix: 'use operatingSystem: { kind: "k3s", … }, or list the machines in machines',
    },
  ],
])("refused, with its fix: %s", (_, edited, finding) => {
  expect(mistakesIn(edited)).toContainEqual(finding);
});
