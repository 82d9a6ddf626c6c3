/** Pods to be shared out, each on its own, as figures alone. A table `X × Y` is stored row by row. */
export interface Sharing {
  readonly pods: number;
  readonly nodes: number;
  /** Number of resources. */
  readonly width: number;
  /** Pods × resources. */
  readonly requests: Float64Array;
  /** Pods × nodes: what a pod costs there; infinite where it cannot be. */
  readonly costs: Float64Array;
  /** Nodes × resources: what other pods use already, and up to how much may be used. */
  readonly used: Float64Array;
  readonly limits: Float64Array;
  /** Nodes × resources: what the square of the use costs. */
  readonly squares: Float64Array;
}

/** What rounding may leave above a limit, as a share of it. */
export const rounding = 1e-12;

/** Nodes × resources: what is used when each pod is on the given node. */
export function usedBy({ width, requests, used }: Sharing, at: Int32Array): Float64Array {
  const all = Float64Array.from(used);
  at.forEach((n, pod) => {
    for (let r = 0; r < width; r++) {
      all[n * width + r] = (all[n * width + r] ?? 0) + (requests[pod * width + r] ?? 0);
    }
  });
  return all;
}

/** What it costs when each pod is on the given node; infinite where a limit is exceeded. */
export function costOf(sharing: Sharing, at: Int32Array): number {
  const { nodes, costs, limits, squares } = sharing;
  const used = usedBy(sharing, at);
  const fits = used.every((use, e) => use <= (limits[e] ?? 0) * (1 + rounding));
  const alone = at.reduce((sum, n, pod) => sum + (costs[pod * nodes + n] ?? 0), 0);
  return fits ? used.reduce((sum, use, e) => sum + (squares[e] ?? 0) * use * use, alone) : Number.POSITIVE_INFINITY;
}

/** The sharing of the pods that are on some of the nodes among these alone, and which pods they are. */
export function partOf(sharing: Sharing, at: Int32Array, nodes: readonly number[]): { readonly part: Sharing; readonly pods: Int32Array } {
  const { width, requests, costs } = sharing;
  const pods = Int32Array.from(at.keys()).filter((pod) => nodes.includes(at[pod] ?? -1));
  const ofNodes = (table: Float64Array): Float64Array =>
    Float64Array.from({ length: nodes.length * width }, (_, e) => table[(nodes[Math.floor(e / width)] ?? 0) * width + (e % width)] ?? 0);
  const part: Sharing = {
    pods: pods.length,
    nodes: nodes.length,
    width,
    requests: Float64Array.from(
      { length: pods.length * width },
      (_, e) => requests[(pods[Math.floor(e / width)] ?? 0) * width + (e % width)] ?? 0,
    ),
    costs: Float64Array.from(
      { length: pods.length * nodes.length },
      (_, e) => costs[(pods[Math.floor(e / nodes.length)] ?? 0) * sharing.nodes + (nodes[e % nodes.length] ?? 0)] ?? 0,
    ),
    used: ofNodes(sharing.used),
    limits: ofNodes(sharing.limits),
    squares: ofNodes(sharing.squares),
  };
  return { part, pods };
}
