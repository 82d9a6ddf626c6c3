import { z } from "zod";
import { cpuQuantity, memoryQuantity, positiveInteger } from "../schema/fields";

/**
 * What the VPA does with its recommendation:
 * - `Off` shows it.
 * - `Initial` gives it to pods when they are made, and never disturbs one that runs.
 * - `InPlaceOrRecreate` also changes pods that run: in place where the kubelet can, else by eviction.
 *
 * `Recreate` evicts where a change in place would do, and `Auto` is a deprecated name of it.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/quickstart.md
 */
export const verticalScalingModes = ["Off", "Initial", "InPlaceOrRecreate"] as const;

const bound = z.strictObject({ cpu: cpuQuantity, memory: memoryQuantity });

/** What the VPA may make of one container's requests; limits stay as they are. */
export const verticalScalingSchema = z.strictObject({
  mode: z.enum(verticalScalingModes),
  /** Default: what it requests. */
  min: bound.optional(),
  max: bound,
  /** Whose requests it changes. Where KEDA scales on one of them, only the other. */
  resources: z
    .array(z.enum(["cpu", "memory"]))
    .min(1)
    .refine((resources) => new Set(resources).size === resources.length, "names a resource twice")
    .default(["cpu", "memory"]),
  /** With fewer running pods than this the VPA evicts none. The VPA's own default is 2. */
  minReplicas: positiveInteger.default(2),
});

export type VerticalScalingRow = Readonly<z.output<typeof verticalScalingSchema>>;

/** {@link verticalScalingSchema} with its defaults and as numbers. */
export interface VerticalScaling {
  readonly mode: (typeof verticalScalingModes)[number];
  readonly min: VerticalBound;
  readonly max: VerticalBound;
  /** Whose requests it changes. */
  readonly resources: readonly ("cpu" | "memory")[];
  readonly minReplicas: number;
}

export interface VerticalBound {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}
