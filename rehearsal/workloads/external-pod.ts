import { emitPodAffinity, emitPodAntiAffinity, emitSpread } from "../../infra/placement/emit/pod-relations";
import { emitTolerations } from "../../infra/placement/emit/tolerations";
import { defaultPodLabels } from "../../infra/workloads/pod-labels";
import { priorityOfTier } from "../../infra/workloads/priority";
import { isOvercommitted } from "../../infra/workloads/quantities";
import type { Workload } from "../../infra/workloads/workload";

/** Nothing runs in a rehearsal: no image is ever pulled. */
const placeholderImage = "registry.k8s.io/pause:3.10";

/** What the strictest of the Pod Security Standards asks for: some namespaces enforce it, and a pod that is played needs no more. */
const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
} as const;

export interface ExternalPodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Labels that its controller selects its pods by. */
export function labelsOf(workload: Workload): Readonly<Record<string, string>> {
  return Object.keys(workload.podLabels).length === 0 ? defaultPodLabels(workload) : workload.podLabels;
}

/**
 * The pods of a workload that something else than Berth deploys, as the table has them: their requests, host ports and
 * relations to other pods. Where they are to run is no part of it: that comes at their admission. Only a DaemonSet says
 * itself which nodes it needs, because no policy places it.
 */
export function externalPodTemplate(workload: Workload): ExternalPodTemplate {
  const { kind, requires, tier, hostPorts } = workload;
  const tolerations = emitTolerations(workload.tolerations);
  const spreads = emitSpread(workload);
  const affinity = {
    ...(kind === "DaemonSet" && requires.length > 0
      ? { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: requires }] } } }
      : {}),
    ...emitPodAffinity(workload, undefined),
    ...emitPodAntiAffinity(workload),
  };
  const container = {
    name: "main",
    image: placeholderImage,
    securityContext: restricted,
    resources: resourcesOf(workload),
    ...(hostPorts.length === 0
      ? {}
      : { ports: hostPorts.map(({ port, protocol, hostIP }) => ({ containerPort: port, hostPort: port, protocol, hostIP })) }),
  };
  return {
    metadata: { labels: { ...labelsOf(workload) } },
    spec: {
      containers: [container],
      priorityClassName: priorityOfTier[tier].name,
      ...(Object.keys(affinity).length === 0 ? {} : { affinity }),
      ...(tolerations.length === 0 ? {} : { tolerations }),
      ...(spreads.length === 0 ? {} : { topologySpreadConstraints: spreads }),
    },
  };
}

/** One container has what all of a pod's have together; what Kubernetes does not overcommit is limited to what is requested. */
function resourcesOf({ requests: { cpuMilli, memoryBytes, extended }, limits }: Workload): object {
  const quantities = Object.entries(extended).map(([resource, amount]): [string, string] => [resource, String(amount)]);
  return {
    requests: { cpu: `${cpuMilli}m`, memory: String(memoryBytes), ...Object.fromEntries(quantities) },
    limits: {
      ...(limits.cpuMilli === undefined ? {} : { cpu: `${limits.cpuMilli}m` }),
      ...(limits.memoryBytes === undefined ? {} : { memory: String(limits.memoryBytes) }),
      ...Object.fromEntries(quantities.filter(([resource]) => !isOvercommitted(resource))),
    },
  };
}
