import type { Finding } from "../diagnostics/finding";
import { UserError } from "../diagnostics/user-error";
import type { PodPlacement } from "../placement/emit/pod-placement";
import { burstTaint, type BurstPool, nvidiaResource } from "./burst-pool";
import { burstNames, type BurstScope, burstTags, discoveryTag } from "./scope";

/** A condition on the nodes that Karpenter may buy. */
export interface NodeRequirement {
  readonly key: string;
  readonly operator: "In";
  readonly values: readonly string[];
}

/** `karpenter.sh/v1` NodePool, as far as it is used. */
export interface NodePoolSpec {
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: {
      readonly nodeClassRef: { readonly group: "karpenter.k8s.aws"; readonly kind: "EC2NodeClass"; readonly name: string };
      readonly requirements: readonly NodeRequirement[];
      readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: "NoSchedule" }[];
      readonly expireAfter: string;
      readonly terminationGracePeriod: string;
    };
  };
  readonly disruption: {
    readonly consolidationPolicy: "WhenEmpty";
    readonly consolidateAfter: string;
    readonly budgets: readonly { readonly nodes: string; readonly reasons?: readonly ("Empty" | "Drifted")[] }[];
  };
  readonly limits: Readonly<Record<string, string>>;
}

/** `karpenter.k8s.aws/v1` EC2NodeClass, without the user data. */
export interface NodeClassSpec {
  readonly amiFamily: "Custom";
  readonly amiSelectorTerms: readonly { readonly owner: string; readonly name: string }[];
  readonly subnetSelectorTerms: readonly { readonly tags: Readonly<Record<string, string>> }[];
  readonly securityGroupSelectorTerms: readonly { readonly tags: Readonly<Record<string, string>> }[];
  readonly instanceProfile: string;
  readonly associatePublicIPAddress: true;
  readonly blockDeviceMappings: readonly {
    readonly deviceName: string;
    readonly rootVolume: true;
    readonly ebs: {
      readonly volumeSize: string;
      readonly volumeType: "gp3";
      readonly encrypted: true;
      readonly deleteOnTermination: true;
    };
  }[];
  readonly metadataOptions: {
    readonly httpEndpoint: "enabled";
    readonly httpTokens: "required";
    readonly httpPutResponseHopLimit: 1;
    readonly httpProtocolIPv6: "disabled";
  };
  readonly kubelet: { readonly maxPods: number };
  readonly tags: Readonly<Record<string, string>>;
}

/** How long pods of a node that is due have to end before it goes all the same. */
const terminationMinutes = 5;

/**
 * Which nodes Karpenter may buy, and when they go: as soon as nothing runs on them for a while, and at the end of their
 * life. Drift waits until they are empty, so that a new image interrupts nobody.
 */
export function nodePoolSpec({ profile, labels }: BurstPool): NodePoolSpec {
  const { pool, zones, instanceTypes, capacityTypes, limits, idleMinutes, lifetimeHours } = profile;
  const among = (key: string, values: readonly string[]): NodeRequirement => ({ key, operator: "In", values });
  return {
    template: {
      metadata: { labels },
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: pool },
        requirements: [
          among("kubernetes.io/arch", ["amd64"]),
          among("kubernetes.io/os", ["linux"]),
          among("karpenter.sh/capacity-type", capacityTypes),
          among("node.kubernetes.io/instance-type", instanceTypes.map(({ name }) => name).sort()),
          among("topology.kubernetes.io/zone", zones),
        ],
        taints: [burstTaint],
        expireAfter: `${lifetimeHours}h`,
        terminationGracePeriod: `${terminationMinutes}m`,
      },
    },
    disruption: {
      consolidationPolicy: "WhenEmpty",
      consolidateAfter: `${idleMinutes}m`,
      budgets: [
        { nodes: "100%", reasons: ["Empty"] },
        { nodes: "0", reasons: ["Drifted"] },
      ],
    },
    limits: {
      cpu: limits.cpu,
      memory: limits.memory,
      ...(limits.gpus === 0 ? {} : { [nvidiaResource]: String(limits.gpus) }),
    },
  };
}

/** What a node is made of in AWS. Tags that Karpenter sets by itself must not be named here. */
export function nodeClassSpec({ profile, machines, system }: BurstPool, scope: BurstScope): NodeClassSpec {
  const found = [{ tags: { [discoveryTag]: scope.clusterName } }];
  return {
    amiFamily: "Custom",
    amiSelectorTerms: [{ owner: system.image.owner, name: system.image.name }],
    subnetSelectorTerms: found,
    securityGroupSelectorTerms: found,
    instanceProfile: burstNames(scope).instanceProfileName,
    associatePublicIPAddress: true,
    blockDeviceMappings: [
      {
        deviceName: system.rootDevice,
        rootVolume: true,
        ebs: { volumeSize: `${profile.diskGiB}Gi`, volumeType: "gp3", encrypted: true, deleteOnTermination: true },
      },
    ],
    // Pods do not reach the metadata, where the machine's configuration is: a hop ends at the node.
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1, httpProtocolIPv6: "disabled" },
    kubelet: { maxPods: Math.min(...machines.map(({ allocatable }) => allocatable.pods)) },
    tags: burstTags(scope),
  };
}

/** Labels that Karpenter knows of every instance type, without a pool's saying so. */
const wellKnown = [
  /^node\.kubernetes\.io\/instance-type$/,
  /^topology\.kubernetes\.io\//,
  /^kubernetes\.io\/(arch|os)$/,
  /^karpenter\.(sh|k8s\.aws)\//,
];

/**
 * Karpenter does not buy a node for a pod that asks for a label of which no pool says what it is: the pod waits for ever.
 *
 * @throws UserError when the placement of a workload that runs on rented nodes alone asks for one.
 */
export function requireDeclaredLabels(placements: ReadonlyMap<string, PodPlacement>, { template }: NodePoolSpec): void {
  const declared = new Set([...Object.keys(template.metadata.labels), ...template.spec.requirements.map(({ key }) => key)]);
  const findings = [...placements].flatMap(([id, placement]): readonly Finding[] =>
    requiredKeys(placement)
      .filter((key) => !declared.has(key) && !wellKnown.some((pattern) => pattern.test(key)))
      .map((key) => ({
        path: `workloads[${id}].requires`,
        value: key,
        message: "is a label that the node pool does not declare, so that Karpenter would never buy a node for it",
        fix: `use one of ${[...declared].sort().join(", ")}`,
      })),
  );
  if (findings.length > 0) {
    throw new UserError("Karpenter would leave pods waiting", findings);
  }
}

/** Keys of what is required and of what is preferred: Karpenter treats a preference as required until it has to relax it. */
function requiredKeys({ nodeSelector = {}, affinity }: PodPlacement): readonly string[] {
  const { requiredDuringSchedulingIgnoredDuringExecution: required, preferredDuringSchedulingIgnoredDuringExecution: preferred = [] } =
    affinity?.nodeAffinity ?? {};
  const terms = [...(required?.nodeSelectorTerms ?? []), ...preferred.map(({ preference }) => preference)];
  return [...new Set([...Object.keys(nodeSelector), ...terms.flatMap(({ matchExpressions }) => matchExpressions.map(({ key }) => key))])];
}
