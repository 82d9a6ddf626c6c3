import { burstTaint } from "../../infra/burst/burst-pool";
import { onRentedNodes } from "../../infra/burst/emit-burst";
import { emitPodAntiAffinity } from "../../infra/placement/emit/pod-relations";
import { emitTolerations } from "../../infra/placement/emit/tolerations";
import type { Workload } from "../../infra/workloads/workload";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";
import { externalPodTemplate } from "../workloads/external-pod";

/** A workload that runs on rented nodes alone, with the placement that Berth gives it, at zero pods. */
export function burstDeployment(workload: Workload): KubernetesObject {
  const { namespace, name } = workload;
  const { metadata, spec } = externalPodTemplate(workload);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace, name },
    spec: {
      replicas: 0,
      selector: { matchLabels: metadata.labels },
      template: { metadata, spec: { ...spec, ...placementOf(workload) } },
    },
  };
}

/** A pod that asks for the same hardware and may not burst: it does not tolerate the taint of rented nodes. */
export function outsider(workload: Workload): KubernetesObject {
  const { namespace, name } = workload;
  const { spec } = externalPodTemplate(workload);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name: `${name}-outsider` },
    spec: {
      ...spec,
      ...placementOf(workload),
      tolerations: emitTolerations(workload.tolerations.filter(({ key }) => key !== undefined && key !== burstTaint.key)),
    },
  };
}

function placementOf(workload: Workload): object {
  const { nodeSelector, nodeAffinity } = onRentedNodes(workload);
  return { nodeSelector, affinity: { nodeAffinity, ...emitPodAntiAffinity(workload) } };
}
