import { cpuMilli, memoryBytes } from "../quantities/quantity";
import type { Amount, ContainerRecommendation } from "./recommendation";
import { type Sizing, sizeContainer } from "./size-container";

const mebibyte = 1024 ** 2;
const amount = (cpu: string, memory: string): Amount => ({ cpuMilli: cpuMilli(cpu), memoryBytes: memoryBytes(memory) });
const recommendation = (target: Amount, upperBound: Amount, container = "app"): ContainerRecommendation => ({
  container,
  lowerBound: amount("1m", "1Mi"),
  target,
  upperBound,
});
const stable: Sizing = { stability: "stable", memory: "request-is-limit" };

it.each<[string, ContainerRecommendation, Sizing, { cpu: number; request: number; limit: number; why: readonly string[] }]>([
  [
    "a stable one",
    recommendation(amount("163m", "800Mi"), amount("1", "1000Mi")),
    stable,
    { cpu: 200, request: 1216, limit: 1216, why: ["×1.2 (stable)"] },
  ],
  [
    "a volatile one",
    recommendation(amount("163m", "800Mi"), amount("1", "1000Mi")),
    { ...stable, stability: "volatile" },
    { cpu: 200, request: 1344, limit: 1344, why: ["×1.3 (volatile)"] },
  ],
  [
    "one that may use more than it requests",
    recommendation(amount("163m", "800Mi"), amount("1", "1000Mi")),
    { ...stable, memory: "request-below-limit" },
    { cpu: 200, request: 832, limit: 1216, why: ["×1.2 (stable)"] },
  ],
  [
    "one that uses next to nothing",
    recommendation(amount("1m", "4Mi"), amount("2m", "6Mi")),
    stable,
    { cpu: 10, request: 32, limit: 32, why: ["×1.2 (stable)", "floor 32Mi", "floor 10m"] },
  ],
  [
    "one that takes more than its tier allows",
    recommendation(amount("2", "5Gi"), amount("3", "6Gi")),
    { ...stable, maxMemory: "4Gi" },
    { cpu: 2000, request: 4096, limit: 4096, why: ["×1.2 (stable)", "maximum 4Gi of its tier, under the 7424Mi that it takes"] },
  ],
  [
    "a sidecar of a storage driver",
    recommendation(amount("200m", "300Mi"), amount("400m", "600Mi"), "csi-provisioner"),
    stable,
    { cpu: 10, request: 32, limit: 80, why: ["sidecar of a storage driver"] },
  ],
])("sizes %s", (_, recommended, sizing, { cpu, request, limit, why }) => {
  expect(sizeContainer(recommended, sizing)).toEqual({
    request: { cpuMilli: cpu, memoryBytes: request * mebibyte },
    memoryLimitBytes: limit * mebibyte,
    why,
  });
});
