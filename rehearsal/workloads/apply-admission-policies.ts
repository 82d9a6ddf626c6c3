import { z } from "zod";
import type { PodPlacements } from "../../infra/placement/emit/pod-placement";
import type { Stack } from "../../infra/stack/stack";
import { coordinatorLabel } from "../../infra/workloads/coordination";
import { ApiError, type ClusterApi } from "../../kubernetes-api/cluster-api";
import { waitUntil } from "../control-plane/wait-until";
import { admissionPoliciesOf, type PlacedAtAdmission, placedAtAdmission } from "./admission-policies";
import { externalPodTemplate } from "./external-pod";
import { createNamespaces } from "./play-external-workloads";

const fieldManager = "berth-rehearsal";
const effectMilliseconds = 90_000;

const labelledSchema = z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()).default({}) }) });

/**
 * Has the API server place pods as a plan says, and waits until it does: a pod that is admitted earlier is not placed.
 * The namespaces and priority classes of the pods have to exist; namespaces that do not are created.
 */
export async function applyAdmissionPolicies(api: ClusterApi, stack: Pick<Stack, "workloads">, placements: PodPlacements): Promise<void> {
  await Promise.all(admissionPoliciesOf(stack, placements).map(async (object) => api.apply(object, { fieldManager, force: true })));
  const placed = placedAtAdmission(stack, placements);
  await createNamespaces(
    api,
    placed.map(({ workload }) => workload),
  );
  // One after the other: they take effect together, so that after the first there is hardly anything to wait for.
  for (const one of placed) {
    await waitUntilEffective(api, one);
  }
}

/** Asks what would become of a pod: the API server reads its policies anew every second. */
async function waitUntilEffective(api: ClusterApi, { workload, placement }: PlacedAtAdmission): Promise<void> {
  const { metadata, spec } = externalPodTemplate(workload);
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, namespace: workload.namespace, name: `${workload.name}-probe` },
    spec,
  };
  let refusal = "it is admitted as it is";
  await waitUntil(
    async () => {
      try {
        const admitted = labelledSchema.parse(await api.apply(pod, { fieldManager, dryRun: true }));
        return admitted.metadata.labels[coordinatorLabel] === placement.labels[coordinatorLabel] ? true : undefined;
      } catch (error) {
        // A new namespace has no service account for a moment.
        if (error instanceof ApiError && error.status === 403) {
          refusal = error.message;
          return undefined;
        }
        throw error;
      }
    },
    {
      timeoutMilliseconds: effectMilliseconds,
      intervalMilliseconds: 200,
      explain: () => `after ${effectMilliseconds / 1000} s a pod of ${workload.id} is not placed at its admission: ${refusal}`,
    },
  );
}
