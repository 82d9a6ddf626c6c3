import { type NodePlacement, toSelectorRequirement } from "../../infra/placement/emit/node-placement";
import { emitTolerations } from "../../infra/placement/emit/tolerations";
import type { PlacementWorkload } from "../../infra/placement/problem";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";
import { hostnameLabel } from "../scale/families";

export const benchNamespace = "bench";
/** Whose pod it is, and what other pods are told apart by. */
export const workloadLabel = "bench/workload";

/**
 * One pod of a workload with the constraints that the workload has by itself.
 *
 * @param placement What the plan adds; default: nothing, so the scheduler decides alone.
 */
export function benchPod(workload: PlacementWorkload, index: number, placement?: NodePlacement): KubernetesObject {
  const { name, requests, requires, tolerations, spreads = [], antiAffinityTopologyKey, colocateWith } = workload;
  const own = { matchLabels: { [workloadLabel]: name } };
  const extended = Object.fromEntries(Object.entries(requests.extended).map(([resource, amount]) => [resource, String(amount)]));
  const nodes: NodePlacement =
    placement ??
    (requires.length === 0
      ? {}
      : {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: requires.map(toSelectorRequirement) }],
            },
          },
        });
  const affinity = {
    ...(nodes.nodeAffinity === undefined ? {} : { nodeAffinity: nodes.nodeAffinity }),
    ...(antiAffinityTopologyKey === undefined
      ? {}
      : {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: antiAffinityTopologyKey, labelSelector: own }],
          },
        }),
    ...(colocateWith === undefined
      ? {}
      : {
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              {
                topologyKey: hostnameLabel,
                labelSelector: { matchLabels: { [workloadLabel]: colocateWith.slice(colocateWith.indexOf("/") + 1) } },
              },
            ],
          },
        }),
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace: benchNamespace, name: `${name}-${index}`, labels: { [workloadLabel]: name } },
    spec: {
      ...(nodes.nodeSelector === undefined ? {} : { nodeSelector: nodes.nodeSelector }),
      ...(Object.keys(affinity).length === 0 ? {} : { affinity }),
      ...(tolerations.length === 0 ? {} : { tolerations: emitTolerations(tolerations) }),
      topologySpreadConstraints: spreads.map(({ topologyKey, maxSkew, strict }) => ({
        topologyKey,
        maxSkew,
        whenUnsatisfiable: strict ? "DoNotSchedule" : "ScheduleAnyway",
        nodeTaintsPolicy: "Honor",
        labelSelector: own,
      })),
      // Nothing answers for a service account here, and none is needed.
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: "main",
          image: "registry.k8s.io/pause:3.10",
          resources: {
            requests: { cpu: `${requests.cpuMilli}m`, memory: String(Math.floor(requests.memoryBytes)), ...extended },
            ...(Object.keys(extended).length === 0 ? {} : { limits: extended }),
          },
        },
      ],
    },
  };
}
