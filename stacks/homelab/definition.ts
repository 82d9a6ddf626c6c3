import type { StackDefinition } from "../../infra/stack/definition";
import { burst } from "./burst";
import { hardware } from "./hardware";
import { namespaces } from "./namespaces";
import { workloads } from "./workloads";

/** The Talos homelab of seed 000: one control plane and three workers. */
export const definition: StackDefinition = {
  name: "homelab",
  hardware,
  namespaces,
  workloads,
  burst,
  planning: {
    presets: {
      // Filling the idle talos03 is a goal of the seed, and one move is cheap in a homelab: balance before disruption.
      balance: ["ceilings", "balance", "watts", "disruption"],
      power: ["ceilings", "watts", "disruption", "balance"],
    },
    ceilings: {
      // Seed 000, success metrics: CPU requests of talos00 below 70 %. The other ceilings are ours.
      controlPlane: { cpuPercent: 70, memoryPercent: 85 },
      worker: { cpuPercent: 85, memoryPercent: 90 },
    },
  },
};
