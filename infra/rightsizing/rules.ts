import type { Amount } from "./recommendation";

const mebibyte = 1024 ** 2;

/** How recommendations become requests and limits. Seed 001, "Vertical Pod Autoscaler" and "Democratic-CSI Sidecar Resources". */
export const sizingRules = {
  /** Memory is sized at the upper bound times this. */
  factor: { stable: 1.2, volatile: 1.3 },
  /** No container gets less. */
  floor: { cpuMilli: 10, memoryBytes: 32 * mebibyte },
  /** Changes by less than this share of what stands there are left alone: a restart is not worth them. */
  ignoredShare: 0.1,
  /** Until then the upper bound is mostly a margin for what is not known: at one day of history it is doubled. */
  minHistoryDays: 7,
  /** What a sidecar of a storage driver gets, whatever it used. */
  csiSidecar: { request: { cpuMilli: 10, memoryBytes: 32 * mebibyte }, memoryLimitBytes: 80 * mebibyte },
} as const;

const csiSidecars: readonly string[] = [
  "csi-attacher",
  "csi-driver-registrar",
  "csi-node-driver-registrar",
  "csi-provisioner",
  "csi-resizer",
  "csi-snapshotter",
  "driver-registrar",
  "external-attacher",
  "external-provisioner",
  "external-resizer",
  "external-snapshotter",
  "node-driver-registrar",
];

/** Whether a container is one of those that Kubernetes' storage project ships for every driver. */
export function isCsiSidecar(container: string): boolean {
  return csiSidecars.includes(container);
}

/** Up to a number that reads well: steps of 16 Mi below 512 Mi, 64 Mi below 4 Gi, 256 Mi above; 5m below 100m, 50m below a core, 100m above. */
export function roundedUp({ cpuMilli, memoryBytes }: Amount): Amount {
  const memoryStep = memoryBytes < 512 * mebibyte ? 16 : memoryBytes < 4096 * mebibyte ? 64 : 256;
  const cpuStep = cpuMilli < 100 ? 5 : cpuMilli < 1000 ? 50 : 100;
  return { cpuMilli: upTo(cpuMilli, cpuStep), memoryBytes: upTo(memoryBytes, memoryStep * mebibyte) };
}

function upTo(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
