import { z } from "zod";
import type { Workload } from "../../infra/workloads/workload";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { externalPodTemplate } from "../workloads/external-pod";

/** What of a pod is decided at its admission. */
export interface Admitted {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

const texts = z.record(z.string(), z.string()).default({});
const admittedSchema = z.object({ metadata: z.object({ labels: texts, annotations: texts }), spec: z.record(z.string(), z.unknown()) });

/** Asks the API server what would become of a pod of a workload that something else than Berth deploys; makes none. */
export async function admittedProbe(api: ClusterApi, workload: Workload): Promise<Admitted> {
  const { metadata, spec } = externalPodTemplate(workload);
  const { namespace } = workload;
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, namespace, name: `${workload.name}-probe` },
    // The volume of a token has a random name.
    spec: { ...spec, automountServiceAccountToken: false },
  };
  const admitted = admittedSchema.parse(await api.apply(pod, { fieldManager: "berth-rehearsal", dryRun: true }));
  return { ...admitted.metadata, spec: admitted.spec };
}
