import type { StackDefinition } from "../../infra/stack/definition";
import { backups } from "./backups";
import { hardware } from "./hardware";
import { namespaces } from "./namespaces";
import { workloads } from "./workloads";

/** Every node takes workloads, control planes included. */
const ceiling = { cpuPercent: 80, memoryPercent: 70 };

/** Seed 004: Talos on four small Proxmox hosts, with Ceph outside of the cluster. */
export const definition: StackDefinition = {
  name: "portkey",
  hardware,
  namespaces,
  workloads,
  backups,
  planning: {
    presets: {
      // Evenness is what takes metal1 out of its overcommitted memory; a restart is cheap, and volumes are on the network.
      balance: ["ceilings", "balance", "watts", "disruption"],
      power: ["ceilings", "watts", "disruption", "balance"],
    },
    ceilings: { controlPlane: ceiling, worker: ceiling },
  },
};
