import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { tokenAudience } from "../../infra/burst/iam/controller-trust";
import { memoryOverheadPercent } from "../../infra/burst/instance-capacity";
import { burstNames, type BurstScope } from "../../infra/burst/scope";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { createNamespace } from "../namespace";

export interface KarpenterArgs {
  readonly scope: BurstScope;
  /** URL of the Kubernetes API, as nodes reach it. Outside of EKS Karpenter cannot look it up. */
  readonly clusterEndpoint: pulumi.Input<string>;
  readonly roleArn: pulumi.Input<string>;
  /** Tolerations and class of its own pod. Default: the chart's. */
  readonly placement?: Pick<PodPlacement, "tolerations">;
  readonly transform?: { readonly release?: ReleaseTransform };
}

export const karpenterNamespace = "karpenter";
/** Its service account, as tokens name it. */
export const karpenterSubject = "system:serviceaccount:karpenter:karpenter";

const tokenDirectory = "/var/run/secrets/aws";
/** The SDK asks for a new one well before: IAM gives it keys for an hour at most. */
const tokenSeconds = 3600;

/**
 * Karpenter for a cluster that is not EKS. It proves who it is with a token that the cluster makes for AWS and renews
 * every hour. One pod: two would need two zones. It never runs on a node that it has bought.
 *
 * @see https://karpenter.sh/docs/reference/settings/
 */
export class Karpenter extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: KarpenterArgs, options?: pulumi.ComponentResourceOptions) {
    const { scope } = args;

    super("berth:cloud:Karpenter", name, {}, options);
    const child = childOptions(this, options);
    const namespace = createNamespace(
      `${name}-namespace`,
      { name: karpenterNamespace, podSecurity: "restricted", tier: "1-cluster" },
      child,
    );
    const definitions = chartRelease(
      `${name}-crds`,
      { chart: charts.karpenterCrd, namespace: karpenterNamespace, createNamespace: false, values: {} },
      { parent: this, dependsOn: namespace },
    );
    this.release = chartRelease(
      `${name}-chart`,
      {
        chart: charts.karpenter,
        namespace: karpenterNamespace,
        createNamespace: false,
        values: karpenterValues(args, burstNames(scope).queueName),
        transform: args.transform?.release,
      },
      { parent: this, dependsOn: definitions },
    );
    this.registerOutputs({});
  }
}

function karpenterValues(
  { scope, clusterEndpoint, roleArn, placement }: KarpenterArgs,
  interruptionQueue: string,
): Readonly<Record<string, unknown>> {
  return {
    replicas: 1,
    ...(placement?.tolerations === undefined ? {} : { tolerations: placement.tolerations }),
    // Of one pod, a budget would block every drain.
    podDisruptionBudget: { maxUnavailable: 1 },
    settings: {
      clusterName: scope.clusterName,
      clusterEndpoint,
      eksControlPlane: false,
      interruptionQueue,
      vmMemoryOverheadPercent: memoryOverheadPercent / 100,
    },
    controller: {
      env: [
        { name: "AWS_REGION", value: scope.region },
        { name: "AWS_ROLE_ARN", value: roleArn },
        { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: `${tokenDirectory}/token` },
      ],
      resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "512Mi" } },
      extraVolumeMounts: [{ name: "aws-token", mountPath: tokenDirectory, readOnly: true }],
    },
    extraVolumes: [
      {
        name: "aws-token",
        projected: { sources: [{ serviceAccountToken: { audience: tokenAudience, expirationSeconds: tokenSeconds, path: "token" } }] },
      },
    ],
  };
}
