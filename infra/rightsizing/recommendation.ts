import { z } from "zod";
import type { Finding } from "../diagnostics/finding";
import { UserError } from "../diagnostics/user-error";
import { listOf } from "../observe/api/metadata";
import { cpuMilli, memoryBytes } from "../quantities/quantity";
import { cpuQuantity, memoryQuantity } from "../schema/fields";
import { parseValue } from "../schema/parse";

export interface Amount {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** What the VPA says of one container. */
export interface ContainerRecommendation {
  readonly container: string;
  readonly lowerBound: Amount;
  readonly target: Amount;
  /** A percentile of what was used, inflated while there is little history; not the most that was ever used. */
  readonly upperBound: Amount;
}

/** One VerticalPodAutoscaler, and what it has found out. */
export interface VpaRecommendation {
  readonly vpa: string;
  readonly namespace: string;
  readonly target: { readonly kind: string; readonly name: string };
  readonly mode: string;
  /** Milliseconds since 1970, where it is known. */
  readonly createdAt?: number;
  readonly containers: readonly ContainerRecommendation[];
}

const amount = z
  .object({ cpu: cpuQuantity, memory: memoryQuantity })
  .transform(({ cpu, memory }): Amount => ({ cpuMilli: cpuMilli(cpu), memoryBytes: memoryBytes(memory) }));

/** `autoscaling.k8s.io/v1` VerticalPodAutoscaler, as far as it is used. Without an update policy its mode is `Auto`. */
export const vpaSchema = z
  .object({
    metadata: z.object({ name: z.string(), namespace: z.string().default("default"), creationTimestamp: z.string().optional() }),
    spec: z.object({
      targetRef: z.object({ kind: z.string(), name: z.string() }),
      updatePolicy: z.object({ updateMode: z.string().default("Auto") }).nullish(),
    }),
    status: z
      .object({
        recommendation: z
          .object({
            containerRecommendations: listOf(
              z.object({ containerName: z.string(), lowerBound: amount, target: amount, upperBound: amount }),
            ),
          })
          .nullish(),
      })
      .nullish(),
  })
  .transform(({ metadata, spec, status }): VpaRecommendation => ({
    vpa: metadata.name,
    namespace: metadata.namespace,
    target: spec.targetRef,
    mode: spec.updatePolicy?.updateMode ?? "Auto",
    ...(metadata.creationTimestamp === undefined ? {} : { createdAt: Date.parse(metadata.creationTimestamp) }),
    containers: (status?.recommendation?.containerRecommendations ?? []).map(({ containerName, ...bounds }) => ({
      container: containerName,
      ...bounds,
    })),
  }));

/** A row of a table of one's own: what a container used, from wherever it was measured. */
const rowSchema = z
  .strictObject({
    namespace: z.string(),
    kind: z.enum(["Deployment", "StatefulSet", "DaemonSet"]).default("Deployment"),
    name: z.string(),
    container: z.string().optional(),
    lowerBound: amount.optional(),
    target: amount,
    upperBound: amount,
  })
  .transform(({ namespace, kind, name, container = name, lowerBound, target, upperBound }): VpaRecommendation => ({
    vpa: name,
    namespace,
    target: { kind, name },
    mode: "Off",
    containers: [{ container, lowerBound: lowerBound ?? target, target, upperBound }],
  }));

const kubectlList = z.object({ kind: z.string(), items: z.array(z.unknown()) });

/**
 * Reads what `kubectl get vpa -A -o json` prints, or a list of rows with `namespace`, `name`, `target` and `upperBound`.
 *
 * @throws UserError with everything that is wrong with it.
 */
export function parseRecommendations(text: string, path: string): readonly VpaRecommendation[] {
  const json = parseJson(text, path);
  const list = kubectlList.safeParse(json);
  const { value, findings } = list.success
    ? parseValue(z.array(vpaSchema), list.data.items, "items")
    : parseValue(z.array(rowSchema), json, "recommendations");
  if (value === undefined) {
    throw new UserError(`${path} holds no recommendations that can be read`, findings);
  }
  return list.success ? value : joined(value);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const finding: Finding = { path, message: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
    throw new UserError("the recommendations cannot be read", [finding]);
  }
}

/** Rows of the same workload are containers of one pod. */
function joined(rows: readonly VpaRecommendation[]): readonly VpaRecommendation[] {
  const byTarget = new Map<string, VpaRecommendation>();
  for (const row of rows) {
    const key = targetKey(row);
    const known = byTarget.get(key);
    byTarget.set(key, known === undefined ? row : { ...known, containers: [...known.containers, ...row.containers] });
  }
  return [...byTarget.values()];
}

/** `Kind/namespace/name` of what a recommendation is for. */
export function targetKey({ namespace, target }: Pick<VpaRecommendation, "namespace" | "target">): string {
  return `${target.kind}/${namespace}/${target.name}`;
}
