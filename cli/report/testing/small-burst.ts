import type { BurstCapacity } from "../../../infra/burst/burst-document";

const none = {
  cpu: { allocatableMilli: 0, requestedMilli: 0 },
  memory: { allocatableMiB: 0, requestedMiB: 0 },
  gpus: { allocatable: 0, requested: 0 },
};

/** Nothing at minimum, a node at normal load, two at peak, when a third pod waits. */
export const smallBurst: BurstCapacity = {
  pool: "burst",
  region: "eu-central-1",
  capacityTypes: ["spot", "on-demand"],
  limits: { cpu: "8", memory: "32Gi", gpus: 2 },
  price: { currency: "USD", asOf: "2026-01-19", source: "a price list" },
  instanceTypes: [{ name: "g4dn.xlarge", onDemandPerHour: 0.5, spotPerHour: 0.2 }],
  coldStart: { minutes: 6, note: "an estimate" },
  workloads: [{ id: "media/llm", when: "always" }],
  loads: [
    { load: "minimum", pods: [], nodes: [], onDemandPerHour: 0, spotPerHour: 0, waiting: 0, usage: none },
    {
      load: "normal",
      pods: [{ id: "media/llm", pods: 1 }],
      nodes: [{ type: "g4dn.xlarge", count: 1 }],
      onDemandPerHour: 0.5,
      spotPerHour: 0.2,
      waiting: 0,
      usage: {
        cpu: { allocatableMilli: 4000, requestedMilli: 2000 },
        memory: { allocatableMiB: 14_000, requestedMiB: 8192 },
        gpus: { allocatable: 1, requested: 1 },
      },
    },
    {
      load: "peak",
      pods: [{ id: "media/llm", pods: 3 }],
      nodes: [{ type: "g4dn.xlarge", count: 2 }],
      onDemandPerHour: 1,
      spotPerHour: 0.4,
      waiting: 1,
      usage: {
        cpu: { allocatableMilli: 8000, requestedMilli: 4000 },
        memory: { allocatableMiB: 28_000, requestedMiB: 16_384 },
        gpus: { allocatable: 2, requested: 2 },
      },
    },
  ],
  month: { ceiling: 20, atMost: 92, withoutCeiling: 1488 },
  local: { name: "a machine with a card", idlePerMonth: 7.44, breakEvenHours: 37, note: "measured" },
};
