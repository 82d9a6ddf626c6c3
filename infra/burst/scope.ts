/** What the policies of one cluster's bursts are limited to. */
export interface BurstScope {
  readonly clusterName: string;
  readonly accountId: string;
  readonly region: string;
  /** Name of the NodePool, and of its EC2NodeClass. */
  readonly nodePool: string;
}

/** Names and ARNs that follow from the scope alone, so that a preview knows them. */
export interface BurstNames {
  /** Tags that Karpenter gives to all that it makes, and by which it may undo it. */
  readonly clusterTag: string;
  /** Name of everything that is made once for each cluster. */
  readonly prefix: string;
  readonly queueName: string;
  readonly queueArn: string;
  readonly nodeRoleName: string;
  readonly nodeRoleArn: string;
  readonly instanceProfileName: string;
  readonly controllerRoleName: string;
  readonly controllerRoleArn: string;
  readonly stopPolicyName: string;
  readonly stopPolicyArn: string;
  readonly budgetRoleName: string;
}

/** Tags of everything that belongs to the bursts of a cluster. */
export function burstTags({ clusterName }: Pick<BurstScope, "clusterName">): Readonly<Record<string, string>> {
  return { "berth.dev/cluster": clusterName, "berth.dev/part": "burst" };
}

/** Tag by which Karpenter finds subnets and security groups; its value is the cluster's name. */
export const discoveryTag = "karpenter.sh/discovery";
/** Tags that Karpenter sets by itself; what it is configured with must not name them. */
export const nodePoolTag = "karpenter.sh/nodepool";
export const nodeClaimTag = "karpenter.sh/nodeclaim";
/** Set outside of EKS too. */
export const clusterNameTag = "eks:eks-cluster-name";

export function burstNames({ clusterName, accountId, region }: BurstScope): BurstNames {
  const prefix = `${clusterName}-burst`;
  const iam = (path: string): string => `arn:aws:iam::${accountId}:${path}`;
  return {
    clusterTag: `kubernetes.io/cluster/${clusterName}`,
    prefix,
    queueName: `${prefix}-interruption`,
    queueArn: `arn:aws:sqs:${region}:${accountId}:${prefix}-interruption`,
    nodeRoleName: `${prefix}-node`,
    nodeRoleArn: iam(`role/${prefix}-node`),
    instanceProfileName: `${prefix}-node`,
    controllerRoleName: `${prefix}-karpenter`,
    controllerRoleArn: iam(`role/${prefix}-karpenter`),
    stopPolicyName: `${prefix}-stop`,
    stopPolicyArn: iam(`policy/${prefix}-stop`),
    budgetRoleName: `${prefix}-budget`,
  };
}
