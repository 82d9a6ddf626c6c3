import { z } from "zod";
import type { Stack } from "../../infra/stack/stack";
import { priorityOfTier } from "../../infra/workloads/priority";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { waitUntil } from "../control-plane/wait-until";

const limitMilliseconds = 120_000;
const classSchema = z.object({ metadata: z.object({ name: z.string() }) });

/**
 * Waits until the priority classes of the stack's tiers are there: the API server refuses pods of a class that is not.
 *
 * @param ended Aborted when nobody makes any more: it then waits no longer, and whoever needs them says what is missing.
 */
export async function waitForPriorityClasses(api: ClusterApi, { workloads }: Pick<Stack, "workloads">, ended: AbortSignal): Promise<void> {
  const needed = [...new Set(workloads.map(({ tier }) => priorityOfTier[tier].name))];
  await waitUntil(
    async () => {
      const present = await api.list({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass" }, classSchema);
      const names = present.map(({ metadata }) => metadata.name);
      return ended.aborted || needed.every((name) => names.includes(name)) ? true : undefined;
    },
    {
      timeoutMilliseconds: limitMilliseconds,
      intervalMilliseconds: 100,
      explain: () => `after ${limitMilliseconds / 1000} s the priority classes are not there: ${needed.join(", ")}`,
    },
  );
}
