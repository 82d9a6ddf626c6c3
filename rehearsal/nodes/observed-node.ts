import { z } from "zod";
import { type ClusterApi, ApiError } from "../../kubernetes-api/cluster-api";

const taintSchema = z.looseObject({ key: z.string(), value: z.string().default(""), effect: z.string() });

const nodeSchema = z.object({
  metadata: z.object({ name: z.string(), resourceVersion: z.string() }),
  spec: z.object({
    unschedulable: z.boolean().default(false),
    taints: z.array(taintSchema).default([]),
  }),
  status: z.object({
    conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]),
  }),
});

export type ObservedNode = z.output<typeof nodeSchema>;
export type ObservedTaint = z.output<typeof taintSchema>;

/** What the node controller puts on a node that is not there, or not yet. */
const absenceTaints: readonly string[] = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

/** @throws ApiError when there is no such node. */
export async function observeNode(api: ClusterApi, name: string): Promise<ObservedNode> {
  const node = await api.get({ apiVersion: "v1", kind: "Node", name });
  if (node === undefined) {
    throw new ApiError(`there is no node ${name}`, 404, "NotFound");
  }
  return nodeSchema.parse(node);
}

export function readyStatus({ status: { conditions } }: ObservedNode): string {
  return conditions.find(({ type }) => type === "Ready")?.status ?? "Unknown";
}

/** Its kubelet says that it is ready, and the node controller has taken note. */
export function isPresent(node: ObservedNode): boolean {
  return readyStatus(node) === "True" && !node.spec.taints.some(({ key }) => absenceTaints.includes(key));
}

/** Changes the taints of a node as it is; the controllers that change them too do not undo it. */
export async function changeTaints(
  api: ClusterApi,
  name: string,
  change: (taints: readonly ObservedTaint[]) => readonly ObservedTaint[],
): Promise<void> {
  for (;;) {
    const { metadata, spec } = await observeNode(api, name);
    const taints = change(spec.taints);
    try {
      // With the version that it was computed from: somebody else's change meanwhile is a conflict, and it is computed anew.
      await api.patch(
        { apiVersion: "v1", kind: "Node", name },
        { metadata: { resourceVersion: metadata.resourceVersion }, spec: { taints } },
      );
      return;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 409) {
        throw error;
      }
    }
  }
}
