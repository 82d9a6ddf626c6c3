import { output } from "@pulumi/pulumi";
import { burstPoolOf } from "../../infra/burst/burst-pool";
import { burstSchema } from "../../infra/burst/burst-schema";
import { validBurst } from "../../infra/burst/testing/valid-burst";
import type { BurstScope } from "../../infra/burst/scope";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { type Recording, recordProgram } from "../testing/recorded-program";
import { Karpenter } from "./karpenter";
import { KarpenterPool } from "./karpenter-pool";
import { TalosCloudController } from "./talos-cloud-controller";

const scope: BurstScope = { clusterName: "homelab", accountId: "111122223333", region: "eu-central-1", nodePool: "burst" };
const pool = burstPoolOf(burstSchema.parse(validBurst));
const llm: PodPlacement = { labels: {}, nodeSelector: { "berth.dev/pool": "burst", "nvidia.com/gpu.present": "true" } };

function record(placement: PodPlacement = llm): Promise<Recording> {
  return recordProgram(() => {
    const karpenter = new Karpenter("karpenter", {
      scope,
      clusterEndpoint: "https://192.168.1.10:6443",
      roleArn: output("arn:aws:iam::111122223333:role/homelab-burst-karpenter"),
    });
    new KarpenterPool(
      "burst",
      { scope, pool, userData: "machine: {}", placements: new Map([["llm/llm", placement]]) },
      { dependsOn: karpenter.release },
    );
    new TalosCloudController("ids");
  });
}

describe("Karpenter outside of EKS", () => {
  it("is told what it cannot look up, and proves who it is with a token of an hour", async () => {
    const recording = await record();
    expect(recording.resource("karpenter-chart").inputs).toMatchObject({
      chart: "oci://public.ecr.aws/karpenter/karpenter",
      version: "1.13.0",
      namespace: "karpenter",
      values: {
        replicas: 1,
        settings: {
          clusterName: "homelab",
          clusterEndpoint: "https://192.168.1.10:6443",
          eksControlPlane: false,
          interruptionQueue: "homelab-burst-interruption",
          vmMemoryOverheadPercent: 0.075,
        },
        controller: {
          env: [
            { name: "AWS_REGION", value: "eu-central-1" },
            { name: "AWS_ROLE_ARN", value: "arn:aws:iam::111122223333:role/homelab-burst-karpenter" },
            { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: "/var/run/secrets/aws/token" },
          ],
        },
        extraVolumes: [
          {
            name: "aws-token",
            projected: { sources: [{ serviceAccountToken: { audience: "sts.amazonaws.com", expirationSeconds: 3600, path: "token" } }] },
          },
        ],
      },
    });
    expect(recording.resource("karpenter-chart").dependsOn).toContain("karpenter-crds");
    expect(recording.resource("karpenter-crds").inputs).toMatchObject({
      chart: "oci://public.ecr.aws/karpenter/karpenter-crd",
      version: "1.13.0",
    });
  });

  it("gets ids from Talos, by the one controller that deletes nothing", async () => {
    expect((await record()).resource("ids-chart").inputs).toMatchObject({
      namespace: "kube-system",
      values: { enabledControllers: ["cloud-node"] },
    });
  });
});

describe("the pool", () => {
  it("lists alternatives, limits what is bought, and lets nodes go when they are empty", async () => {
    const { inputs, dependsOn } = (await record()).resource("burst-pool");
    expect(inputs).toMatchObject({
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name: "burst" },
      spec: {
        template: {
          metadata: {
            labels: {
              "berth.dev/pool": "burst",
              "berth.dev/lifecycle": "elastic",
              "berth.dev/gpu-vendor": "nvidia",
              "nvidia.com/gpu.present": "true",
            },
          },
          spec: {
            nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "burst" },
            requirements: [
              { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
              { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
              { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot", "on-demand"] },
              { key: "node.kubernetes.io/instance-type", operator: "In", values: ["g4dn.xlarge", "g5.xlarge"] },
              { key: "topology.kubernetes.io/zone", operator: "In", values: ["eu-central-1a", "eu-central-1b"] },
            ],
            taints: [{ key: "berth.dev/burst", value: "true", effect: "NoSchedule" }],
            expireAfter: "12h",
            terminationGracePeriod: "5m",
          },
        },
        disruption: {
          consolidationPolicy: "WhenEmpty",
          consolidateAfter: "10m",
          budgets: [
            { nodes: "100%", reasons: ["Empty"] },
            { nodes: "0", reasons: ["Drifted"] },
          ],
        },
        limits: { cpu: "8", memory: "32Gi", "nvidia.com/gpu": "2" },
      },
    });
    expect(dependsOn).toContain("burst-class");
  });

  it("makes nodes of our own image, that nobody can reach and whose pods cannot ask for the machine's secrets", async () => {
    const { inputs, secrets } = (await record()).resource("burst-class");
    expect(inputs).toMatchObject({
      apiVersion: "karpenter.k8s.aws/v1",
      kind: "EC2NodeClass",
      metadata: { name: "burst" },
      spec: {
        amiFamily: "Custom",
        amiSelectorTerms: [{ owner: "self", name: "talos-v1.12.3-nvidia-amd64" }],
        subnetSelectorTerms: [{ tags: { "karpenter.sh/discovery": "homelab" } }],
        securityGroupSelectorTerms: [{ tags: { "karpenter.sh/discovery": "homelab" } }],
        instanceProfile: "homelab-burst-node",
        associatePublicIPAddress: true,
        blockDeviceMappings: [
          { deviceName: "/dev/xvda", rootVolume: true, ebs: { volumeSize: "100Gi", volumeType: "gp3", encrypted: true } },
        ],
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
        kubelet: { maxPods: 110 },
        userData: "machine: {}",
      },
    });
    expect(secrets).toContain("spec.userData");
    // Karpenter sets these by itself, and refuses a class that names them.
    expect(JSON.stringify(inputs["spec"])).not.toMatch(/"(kubernetes\.io\/cluster|karpenter\.sh\/node|eks:)/);
  });

  it("is refused when a workload asks for a label that it does not declare: Karpenter would never buy anything", async () => {
    const asking = { ...llm, nodeSelector: { ...llm.nodeSelector, "berth.dev/memory-class": "high" } };
    await expect(record(asking)).rejects.toThrow(
      "workloads[llm/llm].requires: is a label that the node pool does not declare, so that Karpenter would never buy a node for it (found berth.dev/memory-class)",
    );
  });
});
