import { capabilityKey } from "../../hardware/capabilities";
import { hostnameLabel } from "../../hardware/node-labels";
import type { Workload } from "../../workloads/workload";
import type { PodPlacement, TopologySpreadConstraint } from "./pod-placement";

const topologyKey = { node: hostnameLabel, zone: capabilityKey.zone } as const;

type Affinity = NonNullable<PodPlacement["affinity"]>;

/** Required pod affinity to the workload whose node this one must share. */
export function emitPodAffinity(workload: Workload, company: Workload | undefined): Pick<Affinity, "podAffinity"> {
  if (company === undefined) {
    return {};
  }
  const namespaces = company.namespace === workload.namespace ? {} : { namespaces: [company.namespace] };
  return {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: company.podLabels }, topologyKey: hostnameLabel, ...namespaces },
      ],
    },
  };
}

/** Required anti-affinity of a workload's pods to each other. */
export function emitPodAntiAffinity({ antiAffinity, podLabels }: Workload): Pick<Affinity, "podAntiAffinity"> {
  return antiAffinity === undefined
    ? {}
    : {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels: podLabels }, topologyKey: topologyKey[antiAffinity] },
          ],
        },
      };
}

/**
 * The spread constraint. Tainted nodes do not count as empty domains, which they do by default. The pods of two revisions
 * of a Deployment are counted apart; only its pods carry the label that tells them.
 */
export function emitSpread({ spread, kind, podLabels }: Workload): readonly TopologySpreadConstraint[] {
  return spread === undefined
    ? []
    : [
        {
          topologyKey: topologyKey[spread.over],
          maxSkew: spread.maxSkew,
          whenUnsatisfiable: spread.strict ? "DoNotSchedule" : "ScheduleAnyway",
          labelSelector: { matchLabels: podLabels },
          nodeTaintsPolicy: "Honor",
          ...(kind === "Deployment" ? { matchLabelKeys: ["pod-template-hash"] } : {}),
        },
      ];
}
