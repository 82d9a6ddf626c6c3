import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { burstPoolOf } from "../../../infra/burst/burst-pool";
import { type BurstRow, burstSchema } from "../../../infra/burst/burst-schema";
import type { FederationRow } from "../../../infra/burst/federation/federation-schema";
import { jsonWebKeyOf } from "../../../infra/burst/json-web-key";
import { validBurst } from "../../../infra/burst/testing/valid-burst";
import { validFederation } from "../../../infra/burst/testing/valid-federation";
import { newIdentity } from "../../os/k3s/identity-provider";
import { newServiceAccountKey } from "../../os/k3s/service-account-key-provider";
import { bootedNode } from "../../os/k3s/testing/loopback-cluster";
import { type Recording, recordProgram } from "../../testing/recorded-program";
import { unmarkedSecrets } from "../../testing/unmarked-secrets";
import { RemoteCluster } from "./remote-cluster";

const account = { accountId: "111122223333", issuerBucket: "homelab-issuer", budgetEmails: ["me@example.com"] };
const identity = newIdentity("homelab-burst", new Date());
const user = { certificate: "CERTIFICATE", key: "USER KEY" };
const serviceAccountKey = newServiceAccountKey();

interface Recorded {
  readonly recording: Recording;
  readonly outputs: Readonly<Record<"kubeconfig" | "address", string>>;
}

async function record(federation: Partial<FederationRow> = {}, burst: Partial<BurstRow> = {}, ciRepository?: string): Promise<Recorded> {
  const profile = burstSchema.parse({ ...validBurst, ...burst, federation: { ...validFederation, ...federation } });
  const pool = burstPoolOf(profile, "federation");
  const outputs = { kubeconfig: "", address: "" };
  const recording = await recordProgram(
    () => {
      const cluster = new RemoteCluster("remote", {
        clusterName: "homelab",
        account: { ...account, ...(ciRepository === undefined ? {} : { ciRepository }) },
        pool,
      });
      expect([cluster.podCidr, cluster.serviceCidr]).toEqual(["10.90.0.0/16", "10.91.0.0/16"]);
      pulumi.all([cluster.clientKubeconfig("home", "liqo"), cluster.address]).apply(([kubeconfig, address]) => {
        Object.assign(outputs, { kubeconfig, address });
      });
    },
    {
      outputs: ({ name, type }) => ({
        arn: `arn:${name}`,
        ...(type.endsWith("k3s:Identity") ? identity : {}),
        ...(type.endsWith("k3s:ServiceAccountKey") ? { key: serviceAccountKey } : {}),
        ...(type.endsWith("k3s:ClientCertificate") ? user : {}),
        ...(type === "aws:ec2/eipAssociation:EipAssociation" ? { publicIp: "198.51.100.9" } : {}),
        ...(type === "aws:ec2/networkInterface:NetworkInterface" ? { privateIp: "10.70.0.10" } : {}),
      }),
      invoke: () => ({ id: "ami-1" }),
    },
  );
  return { recording, outputs };
}

let recorded: Recorded;

beforeAll(async () => {
  recorded = await record();
});

it("is these resources and no others", () => {
  const types = recorded.recording.resources.filter(({ custom }) => custom).map(({ type }) => type.replace(/\/[^:]*/, ""));
  expect(Object.fromEntries([...new Set(types)].sort().map((type) => [type, types.filter((each) => each === type).length]))).toEqual({
    "aws:budgets:Budget": 1,
    "aws:budgets:BudgetAction": 1,
    "aws:cloudwatch:EventRule": 5,
    "aws:cloudwatch:EventTarget": 5,
    "aws:ec2:DefaultSecurityGroup": 1,
    "aws:ec2:Eip": 1,
    "aws:ec2:EipAssociation": 1,
    "aws:ec2:Instance": 1,
    "aws:ec2:InternetGateway": 1,
    "aws:ec2:NetworkInterface": 1,
    "aws:ec2:RouteTable": 1,
    "aws:ec2:RouteTableAssociation": 2,
    "aws:ec2:SecurityGroup": 2,
    "aws:ec2:Subnet": 2,
    "aws:ec2:Vpc": 1,
    "aws:iam:InstanceProfile": 1,
    "aws:iam:OpenIdConnectProvider": 1,
    "aws:iam:Policy": 5,
    "aws:iam:Role": 3,
    "aws:iam:RolePolicyAttachment": 4,
    "aws:iam:ServiceLinkedRole": 1,
    "aws:s3:Bucket": 1,
    "aws:s3:BucketObjectv2": 2,
    "aws:s3:BucketPolicy": 1,
    "aws:s3:BucketPublicAccessBlock": 1,
    "aws:sqs:Queue": 1,
    "aws:sqs:QueuePolicy": 1,
    "aws:vpc:SecurityGroupEgressRule": 5,
    "aws:vpc:SecurityGroupIngressRule": 5,
    "kubernetes:core:Namespace": 2,
    "kubernetes:core:NodePatch": 1,
    "kubernetes:helm.sh:Release": 3,
    "kubernetes:karpenter.k8s.aws:EC2NodeClass": 1,
    "kubernetes:karpenter.sh:NodePool": 1,
    "kubernetes:node.k8s.io:RuntimeClass": 1,
    "pulumi-nodejs:dynamic:ClientCertificate": 1,
    "pulumi-nodejs:dynamic:Identity": 1,
    "pulumi-nodejs:dynamic:Readiness": 1,
    "pulumi-nodejs:dynamic:ServiceAccountKey": 1,
    "pulumi-nodejs:dynamic:Version": 1,
    "pulumi:providers:aws": 1,
    "pulumi:providers:kubernetes": 1,
  });
});

it("is nothing of what protects, so that switching off takes all of it away", () => {
  expect(recorded.recording.resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete).map(({ type }) => type)).toEqual([
    // The labels of a node that is gone.
    "kubernetes:core/v1:NodePatch",
  ]);
});

describe("the server", () => {
  it("is one of its type with Canonical's newest image, an encrypted disk, no role, and metadata that no pod reaches", () => {
    const { recording } = recorded;
    const { userData, ...inputs } = recording.resource("remote-cluster-server").inputs;
    expect(inputs).toEqual({
      ami: "ami-1",
      instanceType: "t4g.medium",
      primaryNetworkInterface: { networkInterfaceId: "remote-server-interface-id" },
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1, httpProtocolIpv6: "disabled" },
      rootBlockDevice: {
        volumeType: "gp3",
        volumeSize: 20,
        encrypted: true,
        deleteOnTermination: true,
        tags: { "berth.dev/cluster": "homelab", "berth.dev/part": "burst" },
      },
      creditSpecification: { cpuCredits: "standard" },
      tags: { Name: "server" },
    });
    expect(typeof userData).toBe("string");
    expect(recording.invocations.filter(({ token }) => token === "aws:ec2/getAmi:getAmi").map(({ inputs: asked }) => asked)).toEqual([
      {
        mostRecent: true,
        owners: ["099720109477"],
        filters: [
          { name: "name", values: ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-*"] },
          { name: "architecture", values: ["arm64"] },
        ],
      },
    ]);
  });

  it("is not replaced by a newer image or another first boot, and otherwise gives its interface back first", () => {
    const { ignoreChanges, deleteBeforeReplace, additionalSecretOutputs, provider } = recorded.recording.resource("remote-cluster-server");
    expect({ ignoreChanges, deleteBeforeReplace, additionalSecretOutputs, provider }).toEqual({
      ignoreChanges: ["ami", "userData"],
      deleteBeforeReplace: true,
      additionalSecretOutputs: ["userData"],
      provider: "remote-account-aws",
    });
  });

  it("has its addresses before it is there, in the subnet of its zone, behind both firewalls", () => {
    const { recording } = recorded;
    expect(recording.resource("remote-server-interface").inputs).toEqual({
      subnetId: "remote-account-network-eu-central-1a-id",
      securityGroups: ["remote-account-network-nodes-id", "remote-server-firewall-id"],
      description: "Server of homelab's remote cluster",
    });
    expect(recording.resource("remote-server-association").inputs).toEqual({
      allocationId: "remote-server-address-id",
      networkInterfaceId: "remote-server-interface-id",
    });
    expect(recording.resource("remote-server-association").dependsOn).toContain("remote-account-network-eu-central-1a-routes");
    expect(recording.resource("remote-cluster-server").dependsOn).toContain("remote-server-association");
    expect(recorded.outputs.address).toBe("198.51.100.9");
  });

  it("lets in who may: the world at its API and Liqo's gateway as the profile says, nodes by their group", () => {
    const { recording } = recorded;
    const ingress = recording.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs);
    expect(
      ingress.map(({ securityGroupId, ipProtocol, fromPort, toPort, cidrIpv4, referencedSecurityGroupId }) =>
        [securityGroupId, ipProtocol, fromPort, toPort, cidrIpv4 ?? referencedSecurityGroupId].join(" "),
      ),
    ).toEqual([
      "remote-account-network-nodes-id udp 51820 51820 remote-account-network-nodes-id",
      "remote-account-network-nodes-id tcp 6443 6443 remote-account-network-nodes-id",
      "remote-account-network-nodes-id tcp 10250 10250 remote-account-network-nodes-id",
      "remote-server-firewall-id tcp 6443 6443 203.0.113.7/32",
      "remote-server-firewall-id udp 30742 30742 203.0.113.7/32",
    ]);
    // Karpenter puts nodes into what it finds by this tag: the nodes' group alone.
    expect(recording.ofType("aws:ec2/securityGroup:SecurityGroup").map(({ inputs }) => inputs["tags"])).toEqual([
      { "karpenter.sh/discovery": "homelab" },
      undefined,
    ]);
  });

  it("begins a cluster that is called by its public address, and signs tokens with the key that AWS knows", () => {
    const { recording } = recorded;
    const node = bootedNode({ userData: String(recording.resource("remote-cluster-server").inputs["userData"]) });
    expect(node).toMatchObject({ name: "server", begins: true, joins: undefined });
    expect(parse(node.file("/etc/rancher/k3s/config.yaml"))).toEqual({
      token: identity.serverToken,
      "cluster-init": true,
      "node-name": "server",
      "node-label": ["topology.kubernetes.io/zone=eu-central-1a"],
      "node-taint": [],
      "kubelet-arg": [
        "system-reserved=cpu=300m,memory=1200Mi",
        "eviction-hard=memory.available<100Mi,nodefs.available<5%,imagefs.available<5%",
      ],
      "agent-token": identity.agentToken,
      "tls-san": ["127.0.0.1", "198.51.100.9"],
      "flannel-backend": "wireguard-native",
      "secrets-encryption": true,
      disable: ["local-storage", "metrics-server", "runtimes", "servicelb", "traefik"],
      "disable-cloud-controller": true,
      "kube-apiserver-arg": ["service-account-issuer=https://homelab-issuer.s3.eu-central-1.amazonaws.com"],
      "cluster-cidr": "10.90.0.0/16",
      "service-cidr": "10.91.0.0/16",
    });
    expect(node.file("/var/lib/rancher/k3s/server/tls/service.key")).toBe(serviceAccountKey);
    expect(JSON.parse(String(recording.resource("remote-account-issuer-keys").inputs["content"]))).toEqual({
      keys: [jsonWebKeyOf(serviceAccountKey)],
    });
  });
});

describe("what is in the cluster", () => {
  it("waits until the server is ready", () => {
    const { recording } = recorded;
    expect(recording.resource("remote-cluster-kubernetes").dependsOn).toContain("remote-cluster-ready");
    const inside = recording.resources.filter(({ type, custom }) => custom && type.startsWith("kubernetes:"));
    expect(new Set(inside.map(({ provider }) => provider))).toEqual(new Set(["remote-cluster-kubernetes"]));
  });

  it("is Karpenter with the role of the cluster at home's bursts", () => {
    const { recording } = recorded;
    expect(recording.resource("remote-karpenter-chart").inputs).toMatchObject({
      values: {
        settings: {
          clusterName: "homelab",
          clusterEndpoint: "https://10.70.0.10:6443",
          interruptionQueue: "homelab-burst-interruption",
        },
        controller: { env: [{}, { name: "AWS_ROLE_ARN", value: "arn:remote-account-karpenter-role" }, {}] },
      },
    });
    expect(recording.resource("remote-pool-class").dependsOn).toContain("remote-karpenter-chart");
  });

  it("rents what AWS publishes with NVIDIA's driver, which joins by the private address", () => {
    const { inputs, secrets } = recorded.recording.resource("remote-pool-class");
    expect(inputs).toMatchObject({
      spec: {
        amiFamily: "Custom",
        amiSelectorTerms: [{ owner: "amazon", name: "Deep Learning Base AMI with Single CUDA (Ubuntu 24.04) *" }],
        securityGroupSelectorTerms: [{ tags: { "karpenter.sh/discovery": "homelab" } }],
        blockDeviceMappings: [{ deviceName: "/dev/sda1", rootVolume: true, ebs: { volumeSize: "100Gi", encrypted: true } }],
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      },
    });
    expect(JSON.stringify(inputs)).toContain("https://10.70.0.10:6443");
    expect(secrets).toContain("spec.userData");
  });

  it("is NVIDIA's device plugin on rented nodes, without discovery, and with the only runtime class of its name", () => {
    const { recording } = recorded;
    expect(recording.resource("remote-nvidia-chart").inputs["values"]).toEqual({
      runtimeClassName: "nvidia",
      gfd: { enabled: false },
      nfd: { enabled: false },
      nodeSelector: { "nvidia.com/gpu.present": "true" },
      affinity: null,
      tolerations: [{ key: "berth.dev/burst", operator: "Exists", effect: "NoSchedule" }],
    });
    expect(recording.resource("remote-nvidia-runtime").inputs).toMatchObject({ handler: "nvidia" });
  });

  it("may buy no image but what AWS publishes", () => {
    const policy = String(recorded.recording.resource("remote-account-karpenter-nodes").inputs["policy"]);
    expect(policy).toContain('"StringEquals":{"ec2:Owner":"amazon"}');
  });
});

describe("who comes from home", () => {
  it("has a certificate of the cluster's, for a name that is in no group", () => {
    const { __provider, ...inputs } = recorded.recording.resource("remote-home").inputs;
    expect(inputs).toEqual({ caCertificate: identity.clientCaCertificate, caKey: identity.clientCaKey, user: "liqo" });
    expect(typeof __provider).toBe("string");
    const base64 = (text: string): string => Buffer.from(text).toString("base64");
    expect(parse(recorded.outputs.kubeconfig)).toEqual({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "homelab-burst",
          cluster: { server: "https://198.51.100.9:6443", "certificate-authority-data": base64(identity.serverCaCertificate) },
        },
      ],
      users: [{ name: "liqo", user: { "client-certificate-data": base64("CERTIFICATE"), "client-key-data": base64("USER KEY") } }],
      contexts: [{ name: "homelab-burst", context: { cluster: "homelab-burst", user: "liqo" } }],
      "current-context": "homelab-burst",
    });
  });

  it("gives no secret away", () => {
    const { serverToken, agentToken, serverCaKey, clientCaKey, adminKey } = identity;
    const secrets = [serverToken, agentToken, serverCaKey, clientCaKey, adminKey, serviceAccountKey, "#cloud-config"];
    expect(unmarkedSecrets(recorded.recording, secrets)).toEqual([]);
  });
});

it("cannot change what only a first boot sets", () => {
  expect(recorded.recording.resource("remote-cluster-version").inputs).toMatchObject({
    version: "v1.35.4+k3s1",
    fixed: [
      "pods in 10.90.0.0/16",
      "Services in 10.91.0.0/16",
      "tokens of https://homelab-issuer.s3.eu-central-1.amazonaws.com",
      "arm64 in eu-central-1a",
      "the network 10.70.0.0/16",
    ],
  });
});

it("puts what the server costs on top of the ceiling for what is rented", () => {
  // 20 for what is rented, and 35.48 for the server.
  expect(recorded.recording.resource("remote-account-ceiling-budget").inputs).toMatchObject({ limitAmount: "55.48" });
});

describe("in a network that exists, without cards, deployed by workflows", () => {
  let recording: Recording;

  beforeAll(async () => {
    const network = { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] };
    const instanceTypes = validBurst.instanceTypes.map((type) => ({ ...type, gpu: undefined }));
    ({ recording } = await record({ subnetId: "subnet-2" }, { network, instanceTypes }, "me/homelab"));
  });

  it("stands in the subnet that is named", () => {
    expect(recording.resource("remote-server-interface").inputs).toMatchObject({ subnetId: "subnet-2" });
    expect(recording.resource("remote-server-firewall").inputs).toMatchObject({ vpcId: "vpc-1" });
  });

  it("has no device plugin", () => {
    expect(recording.resources.filter(({ name }) => name.startsWith("remote-nvidia"))).toEqual([]);
  });

  it("lets the workflows make a server of its type", () => {
    expect(String(recording.resource("remote-account-ci-policy").inputs["policy"])).toContain('"ec2:InstanceType":"t4g.medium"');
  });
});

it("is refused for a pool whose nodes join the cluster at home", () => {
  const pool = burstPoolOf(burstSchema.parse({ ...validBurst, federation: validFederation }), "nodes");
  expect(() => new RemoteCluster("remote", { clusterName: "homelab", account, pool })).toThrow("needs no remote cluster");
});
