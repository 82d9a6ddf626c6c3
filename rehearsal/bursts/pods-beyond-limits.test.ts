import { podsBeyondLimits } from "./pods-beyond-limits";

const limits = { cpu: "8", memory: "32Gi", gpus: 1 };
const gib = 1024 ** 3;

it.each([
  ["cards", { cpuMilli: 2000, memoryBytes: 8 * gib, extended: { "nvidia.com/gpu": 1 } }, 2],
  ["CPU", { cpuMilli: 2000, memoryBytes: gib, extended: {} }, 5],
  ["memory", { cpuMilli: 100, memoryBytes: 12 * gib, extended: {} }, 3],
])("counts the first pod that %s do not suffice for", (_, requests, expected) => {
  expect(podsBeyondLimits({ requests }, limits)).toBe(expected);
});
