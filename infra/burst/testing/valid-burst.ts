import type { BurstRow } from "../burst-schema";

/** Bursts that are right in every respect. */
export const validBurst: Omit<BurstRow, "workloads" | "support"> = {
  provider: "aws",
  region: "eu-central-1",
  zones: ["eu-central-1a", "eu-central-1b"],
  network: { cidr: "10.70.0.0/16" },
  wireGuardFrom: ["203.0.113.7/32"],
  image: {
    owner: "self",
    name: "talos-v1.12.3-nvidia-amd64",
    extensions: ["siderolabs/nvidia-open-gpu-kernel-modules-lts", "siderolabs/nvidia-container-toolkit-lts"],
  },
  diskGiB: 100,
  instanceTypes: [
    { name: "g5.xlarge", vcpus: 4, memory: "16Gi", gpu: { model: "a10g", memory: "24Gi" }, onDemandPerHour: 1, spotPerHour: 0.4 },
    { name: "g4dn.xlarge", vcpus: 4, memory: "16Gi", gpu: { model: "t4", memory: "16Gi" }, onDemandPerHour: 0.5, spotPerHour: 0.2 },
  ],
  capacityTypes: ["spot", "on-demand"],
  prices: { currency: "USD", asOf: "2026-01-19", source: "a price list" },
  limits: { cpu: "8", memory: "32Gi", gpus: 2 },
  idleMinutes: 10,
  lifetimeHours: 12,
  ceilingPerMonth: 20,
  coldStart: { minutes: 6, note: "an estimate" },
  local: { name: "a machine with a card", idleWatts: 40, fullWatts: 200, pricePerKilowattHour: 0.25, note: "measured" },
};
