import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AwsBurst } from "../../components/cloud/aws-burst";
import { burstNodeConfiguration } from "../../components/cloud/burst-node-configuration";
import { Karpenter, karpenterSubject } from "../../components/cloud/karpenter";
import { KarpenterPool } from "../../components/cloud/karpenter-pool";
import { TalosCloudController } from "../../components/cloud/talos-cloud-controller";
import { NvidiaDevicePlugin } from "../../components/devices/nvidia-device-plugin";
import type { TalosCluster } from "../../components/os/talos-cluster";
import type { BurstAccount } from "../../infra/burst/burst-config";
import type { BurstPool } from "../../infra/burst/burst-pool";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import type { Plan } from "../../infra/placement/plan-document";
import type { Stack } from "../../infra/stack/stack";

export interface BurstOnAwsArgs {
  readonly stack: Stack;
  readonly plan: Plan;
  readonly account: BurstAccount;
  readonly pool: BurstPool;
  readonly cluster: Pick<TalosCluster, "machineSecrets">;
  /** Documents that every machine of the cluster has. */
  readonly commonDocuments: readonly string[];
  readonly provider: kubernetes.Provider;
  /** What has to be there before pods are made that are placed by policy. */
  readonly after: readonly pulumi.Resource[];
}

/** Nodes on EC2 that Karpenter rents while something waits for them. Loaded only when the stack asks for it. */
export function deployBurstOnAws(args: BurstOnAwsArgs): void {
  const { stack, plan, account, pool, cluster, commonDocuments, provider, after } = args;
  const { hardware } = stack;
  const { clusterName } = hardware;
  const inCluster = { provider, dependsOn: [...after] };

  const aws = new AwsBurst("burst", {
    clusterName,
    account,
    pool,
    signingKey: pulumi.output(cluster.machineSecrets).apply(({ certs }) => pemOf(certs.k8sServiceaccount.key)),
    subject: karpenterSubject,
  });
  new TalosCloudController("burst-ids", {}, { provider });
  if (pool.machines.some(({ gpus }) => gpus.length > 0)) {
    new NvidiaDevicePlugin("burst-nvidia", { hardware: { machines: pool.machines } }, { provider });
  }
  const karpenter = new Karpenter(
    "burst-karpenter",
    { scope: aws.scope, clusterEndpoint: hardware.endpoint, roleArn: aws.karpenterRole.role.arn },
    inCluster,
  );
  const onlyRented = new Set(stack.workloads.filter(({ burst }) => burst === "only").map(({ id }) => id));
  new KarpenterPool(
    "burst",
    {
      scope: aws.scope,
      pool,
      userData: burstNodeConfiguration({ hardware, pool, machineSecrets: cluster.machineSecrets, commonDocuments }, {}),
      placements: new Map([...emitPlacements(stack, plan)].filter(([id]) => onlyRented.has(id))),
    },
    { provider, dependsOn: [karpenter, aws] },
  );
}

/** Talos keeps the key as base64 of its PEM. */
function pemOf(key: string): string {
  return key.startsWith("-----BEGIN") ? key : Buffer.from(key, "base64").toString("utf8");
}
