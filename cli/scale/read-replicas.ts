import { z } from "zod";
import type { Workload } from "../../infra/workloads/workload";
import type { Kubectl } from "./kubectl";

const scaled = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ namespace: z.string(), name: z.string() }),
      spec: z.object({ replicas: z.int().nonnegative().default(1) }),
    }),
  ),
});

/**
 * How many pods KEDA wants of each workload that it scales, from the cluster.
 *
 * @throws KubectlFailure when the cluster cannot be asked.
 */
export async function readReplicas(kubectl: Kubectl, workloads: readonly Workload[]): Promise<Readonly<Record<string, number>>> {
  const { items } = scaled.parse(JSON.parse(await kubectl.read(["get", "deployments,statefulsets", "--all-namespaces", "-o", "json"])));
  const ids = new Set(workloads.filter(({ scaling }) => scaling !== undefined).map(({ id }) => id));
  return Object.fromEntries(
    items
      .map(({ metadata: { namespace, name }, spec: { replicas } }) => [`${namespace}/${name}`, replicas] as const)
      .filter(([id]) => ids.has(id)),
  );
}
