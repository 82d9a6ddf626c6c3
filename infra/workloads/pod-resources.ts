import { cpuMilli, formatCpuMilli, formatMemoryBytes, memoryBytes } from "../quantities/quantity";
import type { Container, ParsedWorkload } from "./schema";

type ResourceName = "cpu" | "memory";
interface Resources {
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
}

/** What one pod of a workload requests and may use at most, and the containers that say so where Berth renders them. */
export interface PodResources {
  readonly requests: { readonly cpuMilli: number; readonly memoryBytes: number };
  readonly limits: { readonly cpuMilli?: number; readonly memoryBytes?: number };
  readonly containers: readonly Container[];
}

/**
 * Sums a row up to one pod. As the API server does, a limit without a request counts as the request too; a pod is
 * limited in a resource only when each of its containers is.
 */
export function podResourcesOf(row: ParsedWorkload, applyRecommendations: boolean): PodResources {
  const { containers, requests, limits } = effectiveRow(row, applyRecommendations);
  const parts = containers ?? [{ requests: requests ?? {}, limits: limits ?? {} }];
  const limitCpu = totalLimit(parts, "cpu");
  const limitMemory = totalLimit(parts, "memory");
  return {
    requests: { cpuMilli: totalRequest(parts, "cpu"), memoryBytes: totalRequest(parts, "memory") },
    limits: {
      ...(limitCpu === undefined ? {} : { cpuMilli: limitCpu }),
      ...(limitMemory === undefined ? {} : { memoryBytes: limitMemory }),
    },
    containers: containers ?? [],
  };
}

/**
 * The row with what the VPA recommends in place of what it requests, if that is wanted and there is a recommendation.
 * A recommendation is for the whole pod; where Berth renders the pod, it goes to its only container.
 */
export function effectiveRow(row: ParsedWorkload, applyRecommendations: boolean): ParsedWorkload {
  if (!applyRecommendations || row.recommendation === undefined) {
    return row;
  }
  const requests = {
    cpu: formatCpuMilli(cpuMilli(row.recommendation.cpu)),
    memory: formatMemoryBytes(memoryBytes(row.recommendation.memory)),
  };
  return row.containers === undefined
    ? { ...row, requests }
    : { ...row, containers: row.containers.map((container) => ({ ...container, requests })) };
}

/** A CPU or memory figure as the number that it stands for: thousandths of a core, or bytes. */
export function amountOf(resource: ResourceName, text: string): number {
  return resource === "cpu" ? cpuMilli(text) : memoryBytes(text);
}

interface Part {
  readonly requests: Resources;
  readonly limits: Resources;
}

function totalRequest(parts: readonly Part[], resource: ResourceName): number {
  return parts.reduce((sum, { requests, limits }) => {
    const text = requests[resource] ?? limits[resource];
    return text === undefined ? sum : sum + amountOf(resource, text);
  }, 0);
}

function totalLimit(parts: readonly Part[], resource: ResourceName): number | undefined {
  let sum = 0;
  for (const { limits } of parts) {
    const text = limits[resource];
    if (text === undefined) {
      return undefined;
    }
    sum += amountOf(resource, text);
  }
  return sum;
}
