import { cpuMilli, formatCpuMilli, formatMemoryBytes, memoryBytes } from "../quantities/quantity";
import { sizingRules } from "./rules";
import type { ContainerSize } from "./size-container";

/** A quantity of a row that is to change. */
export interface QuantityChange {
  /** Absent: the row's own figure, for the whole pod. */
  readonly container?: string;
  readonly field: "requests.cpu" | "requests.memory" | "limits.memory";
  /** Absent: the row does not say. */
  readonly from?: string;
  readonly to: string;
}

/** What a row says now. */
export interface Stated {
  readonly container?: string;
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
  readonly limit?: string | undefined;
}

/** What of a row has to change. Memory changes as a whole, so that a request that is the limit stays it. */
export function changesOf(
  stated: Stated,
  { request, memoryLimitBytes }: Pick<ContainerSize, "request" | "memoryLimitBytes">,
): readonly QuantityChange[] {
  const cpu = isClose(stated.cpu, cpuMilli, request.cpuMilli)
    ? []
    : change(stated, "requests.cpu", stated.cpu, formatCpuMilli(request.cpuMilli));
  const keepsMemory = isClose(stated.memory, memoryBytes, request.memoryBytes) && isClose(stated.limit, memoryBytes, memoryLimitBytes);
  return keepsMemory
    ? cpu
    : [
        ...cpu,
        ...change(stated, "requests.memory", stated.memory, formatMemoryBytes(request.memoryBytes)),
        ...change(stated, "limits.memory", stated.limit, formatMemoryBytes(memoryLimitBytes)),
      ];
}

function isClose(text: string | undefined, read: (text: string) => number, wanted: number): boolean {
  return text !== undefined && Math.abs(wanted - read(text)) < read(text) * sizingRules.ignoredShare;
}

function change({ container }: Stated, field: QuantityChange["field"], from: string | undefined, to: string): readonly QuantityChange[] {
  return from === to ? [] : [{ ...(container === undefined ? {} : { container }), field, ...(from === undefined ? {} : { from }), to }];
}
