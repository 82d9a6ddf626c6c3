import { ceilMiB, floorMiB } from "../quantities/quantity";
import type { Assignment } from "../placement/search/assign";
import type { Stack } from "./stack";

/**
 * Share of a node's allocatable memory, in percent, that limits should not go beyond together. kube-scheduler counts
 * requests alone: where limits are higher, pods that all use what they may leave the kubelet to evict some of them, or
 * the kernel to kill one.
 */
export const memoryLimitWarningPercent = 90;

/** What the pods of a node may use at most. */
export interface MemoryLimits {
  /** The sum over the pods that have a limit. */
  readonly limitBytes: number;
  /** Pods without one, which may use all that there is. */
  readonly unlimitedPods: number;
}

/** Pods of a workload that may use more than they request. */
export interface MemoryOvercommit {
  /** `namespace/name`. */
  readonly workload: string;
  readonly pods: number;
  /** Limits less requests, over these pods. */
  readonly excessBytes: number;
}

export interface NodeMemoryLimits {
  readonly node: string;
  readonly allocatableBytes: number;
  readonly before: MemoryLimits;
  readonly after: MemoryLimits;
  /** Workloads with pods that the plan takes away from the node, those with the highest limits first. */
  readonly relievedBy: readonly string[];
  /** What takes the limits of the plan beyond its requests, the largest first. */
  readonly overcommits: readonly MemoryOvercommit[];
}

/** Memory limits against what each node has, before the plan and with it, by node. DaemonSets and static pods count. */
export function memoryLimits({ workloads }: Pick<Stack, "workloads">, { model, state }: Assignment): readonly NodeMemoryLimits[] {
  const rows = new Map(workloads.map((workload) => [workload.id, workload]));
  return model.nodes.map(({ name, allocatable }, n) => {
    const pods = model.workloads.map(({ id, current }, w) => ({
      workload: rows.get(id),
      before: current[name] ?? 0,
      after: state.count(w, n),
    }));
    const sum = (when: "before" | "after"): MemoryLimits => ({
      limitBytes: pods.reduce((total, row) => total + row[when] * (row.workload?.limits.memoryBytes ?? 0), 0),
      unlimitedPods: pods.reduce((total, row) => total + (row.workload?.limits.memoryBytes === undefined ? row[when] : 0), 0),
    });
    const overcommits = pods.flatMap(({ workload, after }): MemoryOvercommit[] => {
      const excess = (workload?.limits.memoryBytes ?? 0) - (workload?.requests.memoryBytes ?? 0);
      return workload === undefined || after === 0 || excess <= 0
        ? []
        : [{ workload: workload.id, pods: after, excessBytes: after * excess }];
    });
    const relieved = pods.flatMap(({ workload, before, after }) => {
      const bytes = (before - after) * (workload?.limits.memoryBytes ?? 0);
      return workload === undefined || bytes <= 0 ? [] : [{ workload: workload.id, bytes }];
    });
    return {
      node: name,
      allocatableBytes: allocatable.memoryBytes,
      before: sum("before"),
      after: sum("after"),
      relievedBy: relieved.toSorted((a, b) => b.bytes - a.bytes || (a.workload < b.workload ? -1 : 1)).map(({ workload }) => workload),
      overcommits: overcommits.toSorted((a, b) => b.excessBytes - a.excessBytes || (a.workload < b.workload ? -1 : 1)),
    };
  });
}

/** Whether limits take more of the node than they should. */
export function exceedsMemoryLimitWarning(
  node: Pick<NodeMemoryLimits, "allocatableBytes" | "before" | "after">,
  when: "before" | "after",
): boolean {
  return 100 * node[when].limitBytes > memoryLimitWarningPercent * node.allocatableBytes;
}

/** Whether limits take more of the node than they should, before the plan or with it. */
export function isMemoryOvercommitted(node: NodeMemoryLimits): boolean {
  return exceedsMemoryLimitWarning(node, "before") || exceedsMemoryLimitWarning(node, "after");
}

/** {@link NodeMemoryLimits} as `plan --json` prints them. */
export interface PrintedMemoryLimits {
  readonly node: string;
  readonly allocatableMiB: number;
  readonly before: PrintedLimits;
  readonly after: PrintedLimits;
  readonly relievedBy: readonly string[];
  readonly overcommits: readonly { readonly workload: string; readonly pods: number; readonly excessMiB: number }[];
}

interface PrintedLimits {
  readonly limitMiB: number;
  readonly unlimitedPods: number;
}

/** All nodes when limits take more of one of them than they should; else none. */
export function printedMemoryLimits(nodes: readonly NodeMemoryLimits[]): readonly PrintedMemoryLimits[] {
  const printed = ({ limitBytes, unlimitedPods }: MemoryLimits): PrintedLimits => ({ limitMiB: ceilMiB(limitBytes), unlimitedPods });
  return !nodes.some(isMemoryOvercommitted)
    ? []
    : nodes.map(({ node, allocatableBytes, before, after, relievedBy, overcommits }) => ({
        node,
        allocatableMiB: floorMiB(allocatableBytes),
        before: printed(before),
        after: printed(after),
        relievedBy,
        overcommits: overcommits.map(({ workload, pods, excessBytes }) => ({ workload, pods, excessMiB: ceilMiB(excessBytes) })),
      }));
}
