import { z } from "zod";
import { metadataSchema } from "../../infra/observe/api/metadata";
import { resourceListSchema } from "../../infra/observe/api/resource-list";
import { parseQuantity } from "../../infra/quantities/quantity";
import { milliOf, unitsOf } from "../../infra/quantities/amounts";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import type { MeasuredNode } from "../report/rehearsal-document";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";

const nodeSchema = z.object({ metadata: metadataSchema, status: z.object({ allocatable: resourceListSchema }) });

const bytesPerMiB = 1024 * 1024;

/** What each node has by the API server's word, and what the pods on it request, by name. */
export async function measureNodes(api: ClusterApi, pods: readonly ObservedPod[]): Promise<readonly MeasuredNode[]> {
  const nodes = await api.list({ apiVersion: "v1", kind: "Node" }, nodeSchema);
  return nodes
    .map(({ metadata: { name }, status: { allocatable } }): MeasuredNode => {
      const amounts = new Map(Object.entries(allocatable).map(([resource, quantity]) => [resource, parseQuantity(quantity)]));
      const own = pods.filter(({ node }) => node === name);
      const sum = (amount: (pod: ObservedPod) => number): number => own.reduce((total, pod) => total + amount(pod), 0);
      return {
        name,
        cpuMilli: { allocatable: milliOf(amounts, "cpu"), requested: sum(({ requests }) => requests.cpuMilli) },
        memoryMiB: {
          allocatable: Math.floor(unitsOf(amounts, "memory") / bytesPerMiB),
          requested: Math.ceil(sum(({ requests }) => requests.memoryBytes) / bytesPerMiB),
        },
        pods: { allocatable: unitsOf(amounts, "pods"), requested: own.length },
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
