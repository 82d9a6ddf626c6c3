import { z } from "zod";
import type { Workload } from "../../infra/workloads/workload";
import { ApiError, type ClusterApi, type KubernetesObject } from "../../kubernetes-api/cluster-api";
import { externalPodTemplate } from "./external-pod";

const nodeSchema = z.object({ metadata: z.object({ name: z.string(), uid: z.string() }) });

/** What a kubelet shows the API server of its static pods: bound to its node from the start, and the node's own. */
export async function playStaticPods(api: ClusterApi, workload: Workload): Promise<void> {
  const nodes = await api.list({ apiVersion: "v1", kind: "Node" }, nodeSchema);
  const own = nodes.filter(({ metadata: { name } }) => (workload.current[name] ?? 0) > 0);
  await Promise.all(
    own.map(async ({ metadata: { name, uid } }) => {
      try {
        await api.create(mirrorPod(workload, name, uid));
      } catch (error) {
        if (!(error instanceof ApiError) || error.reason !== "AlreadyExists") {
          throw error;
        }
      }
    }),
  );
}

function mirrorPod(workload: Workload, node: string, nodeUid: string): KubernetesObject {
  const { metadata, spec } = externalPodTemplate(workload);
  const id = `${workload.name}-${node}`;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      namespace: workload.namespace,
      name: id,
      labels: metadata.labels,
      annotations: { "kubernetes.io/config.mirror": id, "kubernetes.io/config.source": "file" },
      ownerReferences: [{ apiVersion: "v1", kind: "Node", name: node, uid: nodeUid, controller: true }],
    },
    // Its kubelet runs it whatever its taints say.
    spec: { ...spec, nodeName: node, hostNetwork: true, tolerations: [{ operator: "Exists" }] },
  };
}
