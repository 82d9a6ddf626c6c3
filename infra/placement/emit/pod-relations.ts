import { hostnameLabel } from "../../hardware/node-labels";
import type { PodAffinityTerm as TermRow } from "../../workloads/relations-schema";
import { topologyKeyOf } from "../../workloads/topology";
import type { Workload } from "../../workloads/workload";
import type { PodAffinityTerm, PodPlacement, TopologySpreadConstraint } from "./pod-placement";

type Affinity = NonNullable<PodPlacement["affinity"]>;

/** Required pod affinity: to the workload whose node this one must share, and as its row says. */
export function emitPodAffinity(workload: Workload, company: Workload | undefined): Pick<Affinity, "podAffinity"> {
  const terms = [...(company === undefined ? [] : [companyTerm(workload, company)]), ...workload.podAffinity.map(termOf)];
  return terms.length === 0 ? {} : { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
}

/** Required anti-affinity: of a workload's pods to each other, and as its row says. */
export function emitPodAntiAffinity({ antiAffinity, podAntiAffinity, podLabels }: Workload): Pick<Affinity, "podAntiAffinity"> {
  const apart = antiAffinity === undefined ? [] : [{ labelSelector: { matchLabels: podLabels }, topologyKey: topologyKeyOf(antiAffinity) }];
  const terms = [...apart, ...podAntiAffinity.map(termOf)];
  return terms.length === 0 ? {} : { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
}

/**
 * The spread constraints. Unless the row wants it otherwise, tainted nodes do not count as empty domains, which they do
 * by default. The pods of two revisions of a Deployment are counted apart; only its pods carry the label that tells them.
 */
export function emitSpread({ spreads, kind, podLabels }: Workload): readonly TopologySpreadConstraint[] {
  return spreads.map(({ over, maxSkew, strict, minDomains, nodeAffinityPolicy, nodeTaintsPolicy }) => ({
    topologyKey: topologyKeyOf(over),
    maxSkew,
    whenUnsatisfiable: strict ? "DoNotSchedule" : "ScheduleAnyway",
    labelSelector: { matchLabels: podLabels },
    ...(minDomains === undefined ? {} : { minDomains }),
    ...(nodeAffinityPolicy === "Honor" ? {} : { nodeAffinityPolicy }),
    nodeTaintsPolicy,
    ...(kind === "Deployment" ? { matchLabelKeys: ["pod-template-hash"] } : {}),
  }));
}

function companyTerm(workload: Workload, company: Workload): PodAffinityTerm {
  return {
    labelSelector: { matchLabels: company.podLabels },
    topologyKey: hostnameLabel,
    ...(company.namespace === workload.namespace ? {} : { namespaces: [company.namespace] }),
  };
}

function termOf({ selector: { matchLabels, matchExpressions }, topology, namespaces }: TermRow): PodAffinityTerm {
  return {
    labelSelector: {
      ...(Object.keys(matchLabels).length === 0 ? {} : { matchLabels }),
      ...(matchExpressions.length === 0 ? {} : { matchExpressions }),
    },
    topologyKey: topologyKeyOf(topology),
    ...(namespaces === undefined ? {} : namespaces === "all" ? { namespaceSelector: {} } : { namespaces }),
  };
}
