import { z } from "zod";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";

const podSchema = z.object({
  metadata: z.object({ uid: z.string(), namespace: z.string(), name: z.string(), deletionTimestamp: z.string().optional() }),
  spec: z.object({ nodeName: z.string().optional() }),
  status: z.object({ phase: z.string().default("Unknown") }),
});

export interface IdentifiedPod {
  /** `namespace/name`. */
  readonly id: string;
  /** Absent while it has none. */
  readonly node?: string;
}

/** Every pod that runs or is to, by its uid: one that was replaced is another, whatever its name. */
export async function podsByUid(api: ClusterApi): Promise<ReadonlyMap<string, IdentifiedPod>> {
  const pods = await api.list({ apiVersion: "v1", kind: "Pod" }, podSchema);
  return new Map(
    pods
      .filter(
        ({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase !== "Succeeded" && status.phase !== "Failed",
      )
      .map(({ metadata: { uid, namespace, name }, spec: { nodeName } }) => [
        uid,
        { id: `${namespace}/${name}`, ...(nodeName === undefined ? {} : { node: nodeName }) },
      ]),
  );
}
