import fc from "fast-check";
import type { Amounts } from "../quantities/amounts";
import { effectiveRequests, type PodParts } from "./effective-requests";

const amounts = (resources: Readonly<Record<string, number>>): Amounts =>
  new Map(Object.entries(resources).map(([resource, amount]) => [resource, BigInt(amount)]));
const plain = (result: Amounts): unknown => Object.fromEntries([...result].map(([resource, amount]) => [resource, Number(amount)]));
const init = (resources: Readonly<Record<string, number>>, sidecar = false): PodParts["initContainers"][number] => ({
  amounts: amounts(resources),
  sidecar,
});

/** `PodRequests` and `AggregateContainerRequests`, k8s.io/component-helpers v0.35.4, resource/helpers.go. */
describe("what the scheduler counts for a pod", () => {
  it.each<[string, PodParts, Record<string, number>]>([
    [
      "the sum of its containers",
      { containers: [amounts({ cpu: 100, memory: 5 }), amounts({ cpu: 50, "example.com/fpga": 1 })], initContainers: [] },
      { cpu: 150, memory: 5, "example.com/fpga": 1 },
    ],
    [
      "an init container that needs more, resource by resource",
      { containers: [amounts({ cpu: 100, memory: 5 })], initContainers: [init({ cpu: 300, memory: 2 }), init({ cpu: 200, memory: 3 })] },
      { cpu: 300, memory: 5 },
    ],
    ["a sidecar with the containers", { containers: [amounts({ cpu: 100 })], initContainers: [init({ cpu: 20 }, true)] }, { cpu: 120 }],
    [
      "an init container with the sidecars that are declared before it",
      { containers: [amounts({ cpu: 10 })], initContainers: [init({ cpu: 20 }, true), init({ cpu: 200 }), init({ cpu: 5 }, true)] },
      { cpu: 220 },
    ],
    [
      "an init container without the sidecars that are declared after it",
      { containers: [amounts({ cpu: 10 })], initContainers: [init({ cpu: 200 }), init({ cpu: 20 }, true)] },
      { cpu: 200 },
    ],
    [
      "what the pod as a whole requests, of CPU, memory and huge pages alone",
      {
        containers: [amounts({ cpu: 100, memory: 5, "ephemeral-storage": 7 })],
        initContainers: [init({ cpu: 900 })],
        podLevel: amounts({ cpu: 150, "hugepages-2Mi": 4, "ephemeral-storage": 1 }),
      },
      { cpu: 150, memory: 5, "ephemeral-storage": 7, "hugepages-2Mi": 4 },
    ],
    [
      "a sandbox's overhead on top of everything",
      {
        containers: [amounts({ cpu: 100 })],
        initContainers: [],
        podLevel: amounts({ cpu: 150 }),
        overhead: amounts({ cpu: 25, memory: 3 }),
      },
      { cpu: 175, memory: 3 },
    ],
    ["nothing for a pod that requests nothing", { containers: [], initContainers: [] }, {}],
  ])("is %s", (_, parts, expected) => {
    expect(plain(effectiveRequests(parts))).toEqual(expected);
  });
});

const resourceNames = ["cpu", "memory", "ephemeral-storage", "hugepages-2Mi", "example.com/fpga"] as const;
const anyAmounts = fc
  .dictionary(fc.constantFrom(...resourceNames), fc.integer({ min: 0, max: 20 }), { maxKeys: 3 })
  .map((resources) => amounts(resources));
const anyPod: fc.Arbitrary<PodParts> = fc.record(
  {
    containers: fc.array(anyAmounts, { maxLength: 3 }),
    initContainers: fc.array(fc.record({ amounts: anyAmounts, sidecar: fc.boolean() }), { maxLength: 5 }),
    podLevel: anyAmounts,
    overhead: anyAmounts,
  },
  { requiredKeys: ["containers", "initContainers"] },
);

/**
 * The formula of KEP-753, written down resource by resource and moment by moment: what runs when each init container
 * does, and what runs in the end.
 */
function reference({ containers, initContainers, podLevel, overhead }: PodParts, resource: string): number {
  const of = (list: Amounts | undefined): number => Number(list?.get(resource) ?? 0n);
  const total = (lists: readonly Amounts[]): number => lists.reduce((sum, list) => sum + of(list), 0);
  const sidecarsAmong = (list: PodParts["initContainers"]): readonly Amounts[] =>
    list.filter(({ sidecar }) => sidecar).map((entry) => entry.amounts);
  const moments = initContainers.map((entry, index) => of(entry.amounts) + total(sidecarsAmong(initContainers.slice(0, index))));
  const most = Math.max(0, ...moments, total(containers) + total(sidecarsAmong(initContainers)));
  const whole = ["cpu", "memory", "hugepages-2Mi"].includes(resource) && podLevel?.has(resource) === true ? of(podLevel) : most;
  return whole + of(overhead);
}

test("effective requests are those of the formula", () => {
  fc.assert(
    fc.property(anyPod, (pod) => {
      const result = effectiveRequests(pod);
      expect(resourceNames.map((resource) => Number(result.get(resource) ?? 0n))).toEqual(
        resourceNames.map((resource) => reference(pod, resource)),
      );
    }),
  );
});

test("a container more, or a larger one, never makes a pod without pod-level requests smaller", () => {
  fc.assert(
    fc.property(anyPod, anyAmounts, fc.boolean(), ({ containers, initContainers }, more, sidecar) => {
      const pod = { containers, initContainers };
      const before = effectiveRequests(pod);
      for (const after of [
        effectiveRequests({ ...pod, containers: [...pod.containers, more] }),
        effectiveRequests({ ...pod, initContainers: [...pod.initContainers, { amounts: more, sidecar }] }),
      ]) {
        expect(resourceNames.every((resource) => (after.get(resource) ?? 0n) >= (before.get(resource) ?? 0n))).toBe(true);
      }
    }),
  );
});
