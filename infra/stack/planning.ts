import { z } from "zod";
import { type ObjectiveName, objectiveNames } from "../placement/problem";

/**
 * The objectives that every stack has, before those of its preset. Where nothing more can be survived they cost nothing,
 * and whether the cluster survives is no matter of taste, so no preset leaves them out.
 */
export const firstObjectives = ["place", "control-plane", "survive-loss", "replicas-apart"] as const satisfies readonly ObjectiveName[];

const chosenObjective = z.enum(objectiveNames).exclude([...firstObjectives]);

const preset = z.array(chosenObjective).refine((names) => new Set(names).size === names.length, "must name each objective at most once");

const percent = z.number().positive().max(100);
const ceiling = z.strictObject({ cpuPercent: percent, memoryPercent: percent });

/** What a stack says about how it is to be planned. */
export const planningSchema = z.strictObject({
  presets: z.strictObject({ balance: preset, power: preset }),
  ceilings: z.strictObject({ controlPlane: ceiling, worker: ceiling }),
});

/**
 * For a small cluster where an idle machine should work and a restart is cheap: even utilisation before few moves. The
 * ceilings leave room for what nobody requested.
 */
export const defaultPlanning: Planning = {
  presets: {
    balance: ["ceilings", "balance", "watts", "disruption"],
    power: ["ceilings", "watts", "disruption", "balance"],
  },
  ceilings: {
    controlPlane: { cpuPercent: 70, memoryPercent: 85 },
    worker: { cpuPercent: 85, memoryPercent: 90 },
  },
};

export type Planning = z.output<typeof planningSchema>;
