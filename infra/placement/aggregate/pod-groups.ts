import type { Relaxation } from "../certificate/relaxation";
import { cpu, memory, type Model } from "../search/model";

/** Parts into which the proportions of CPU and memory are divided, from memory alone to CPU alone. */
const proportions = 8;

/**
 * Pods that may use the same nodes, request the same of everything but CPU and memory, and of these two in much the same
 * proportion. Any of them together are a sum of the group's rays, which a linear program can do with: far fewer than pods.
 */
export interface PodGroup {
  /** The workloads, each with how much of the rays one pod is. */
  readonly members: readonly { readonly w: number; readonly size: number }[];
  /** What all its pods request together, in units ({@link poolUnits}); the number of pods is last. */
  readonly total: Float64Array;
  /** Amounts, like {@link total}. */
  readonly rays: readonly Float64Array[];
}

/** Units of each resource, and of pods: what an average node has, so that bytes do not dwarf everything. */
export function poolUnits({ capacity, nodes, podCapacity, width }: Model): Float64Array {
  const average = (of: (n: number) => number): number =>
    Math.max(1, nodes.reduce((sum, _, n) => sum + of(n), 0) / Math.max(1, nodes.length));
  return Float64Array.from({ length: width + 1 }, (_, r) =>
    average((n) => (r === width ? (podCapacity[n] ?? 0) : (capacity[n * width + r] ?? 0))),
  );
}

export function podGroups({ model, free }: Pick<Relaxation, "model" | "free">, units: Float64Array): readonly PodGroup[] {
  const { classes, requests, width, workloads } = model;
  const unit = (r: number): number => units[r] ?? 1;
  const all = free.map(({ w, pods }) => {
    const amount = (r: number): number => (requests[w * width + r] ?? 0) / unit(r);
    const requested = amount(cpu) + amount(memory);
    // A pod that requests neither counts as nothing but a pod.
    const [size, cpuPart] = requested === 0 ? [1 / unit(width), undefined] : [requested, amount(cpu) / requested];
    const extended = requests.subarray(w * width + 2, (w + 1) * width).join();
    const proportion = cpuPart === undefined ? "neither" : Math.min(proportions - 1, Math.floor(cpuPart * proportions));
    const key = [classes.workloadClass[w], workloads[w]?.core, extended, proportion].join(" ");
    return { w, pods, size, cpuPart, key };
  });
  return [...Map.groupBy(all, ({ key }) => key).values()].map((members): PodGroup => {
    const w = members[0]?.w ?? -1;
    const total = new Float64Array(width + 1);
    for (const { w: member, pods } of members) {
      for (let r = 0; r < width; r++) {
        total[r] = (total[r] ?? 0) + (pods * (requests[member * width + r] ?? 0)) / unit(r);
      }
      total[width] = (total[width] ?? 0) + pods / unit(width);
    }
    const extendedPerPod = (r: number): number => ((requests[w * width + r] ?? 0) / unit(r)) * unit(width);
    const ray = (cpuAmount: number, memoryAmount: number, pods: number): Float64Array =>
      Float64Array.from({ length: width + 1 }, (_, r) =>
        r === cpu ? cpuAmount : r === memory ? memoryAmount : r === width ? pods : pods * extendedPerPod(r),
      );
    const parts = ends(members.flatMap(({ cpuPart }) => cpuPart ?? []));
    const counts = ends(members.map(({ size }) => 1 / (size * unit(width))));
    const rays = parts.flatMap((part) => counts.map((count) => ray(part, 1 - part, count)));
    return { members, total, rays: rays.length === 0 ? [ray(0, 0, 1)] : rays };
  });
}

/** The least and the largest, once if they are one. */
function ends(values: readonly number[]): readonly number[] {
  return values.length === 0
    ? []
    : [...new Set([values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY), values.reduce((a, b) => Math.max(a, b), 0)])];
}
