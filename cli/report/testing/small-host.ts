import type { HostShares } from "../../../infra/hardware/host-shares";

/** A host that has promised more vCPUs than it has threads, to machines with and without cards and a container. */
export const smallHost: HostShares = {
  name: "pve1",
  cpu: { threads: 44, promisedThreads: 48 },
  memory: { physicalMiB: 278_528, reservedMiB: 2048, promisedMiB: 34_816 },
  guests: [
    {
      kind: "machine",
      name: "alpha",
      vmId: 201,
      threads: 16,
      memoryMiB: 32_768,
      cards: [
        { name: "t4", model: "tesla-t4", path: "0000:06:00.0" },
        { name: "coral", model: "coral-tpu" },
      ],
    },
    { kind: "container", name: "media", vmId: 300, threads: 2, memoryMiB: 512, cards: [] },
    { kind: "machine", name: "beta", threads: 30, memoryMiB: 1536, cards: [] },
  ],
};
