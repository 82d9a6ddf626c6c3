import { generateKeyPairSync } from "node:crypto";
import { identityOutputs } from "../../components/os/k3s/identity";
import { type Recording, recordProgram } from "../../components/testing/recorded-program";
import type { BurstConfig } from "../../infra/burst/burst-config";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { checkCluster } from "../../policies/check-stack";
import { packConfigurationOf } from "../../policies/configuration";
import { blockingFindings } from "../../policies/finding";
import { clusterFromResources } from "../../policies/model/from-resources";
import { liqoAtHome } from "../composition/liqo-at-home";
import { prepareDefinition } from "../prepare";
import { definition } from "./definition";
import { deploy } from "./index";

const account = { accountId: "111122223333", issuerBucket: "homelab-issuer", budgetEmails: ["me@example.com"] };
const settings = { talosSecretsFile: "secrets.yaml", talosDocuments: "components/testing/talos-documents" };
const configured = (mode: BurstConfig["mode"]) => stackConfigSchema.parse({ ...settings, burst: { ...account, mode } });

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const identity = Object.fromEntries(identityOutputs.map((output) => [output, output]));
const madeByProviders: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "pulumi-nodejs:dynamic/k3s:ServiceAccountKey": { key },
  "pulumi-nodejs:dynamic/k3s:Identity": identity,
  "pulumi-nodejs:dynamic/wireguard:Keys": { privateKey: "private", publicKey: "public" },
  "pulumi-nodejs:dynamic/k3s:ClientCertificate": { certificate: "certificate", key: "key" },
  "aws:ec2/eip:Eip": { publicIp: "198.51.100.9" },
  "aws:ec2/eipAssociation:EipAssociation": { publicIp: "198.51.100.9" },
};

let recording: Recording;
let outputs: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  const args = prepareDefinition(definition, configured("federation"));
  recording = await recordProgram(
    async () => {
      outputs = await deploy(args);
    },
    {
      invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({ ...inputs, machineConfiguration: "configuration" }),
      outputs: ({ type, name, inputs }: { type: string; name: string; inputs: Readonly<Record<string, unknown>> }) => ({
        arn: `arn:${name}`,
        ...inputs,
        ...madeByProviders[type],
      }),
    },
  );
});

it("leaves the machines at home and the control plane's tokens as they are", () => {
  const patches = recording.resources.filter(({ type }) => type === "talos:machine/configurationApply:ConfigurationApply");
  expect(patches).toHaveLength(4);
  expect(JSON.stringify(patches)).not.toMatch(/kubespan|service-account-issuer/i);
});

it("breaks no policy", () => {
  const resources = recording.resources.map(({ type, name, inputs }) => ({
    type,
    name,
    urn: `urn:pulumi:homelab::berth::${type}::${name}`,
    properties: inputs,
  }));
  const { stack } = prepareDefinition(definition, configured("federation"));
  expect(blockingFindings(checkCluster(clusterFromResources(resources), packConfigurationOf(stack)))).toEqual([]);
});

it("keeps nothing in AWS when bursts are switched off, and nothing is in the way of that", () => {
  const ofBursts = recording.resources.filter(({ name }) => name.startsWith("burst"));
  expect(ofBursts.filter(({ type, retainOnDelete }) => retainOnDelete && type.startsWith("aws:"))).toEqual([]);
  expect(ofBursts.filter(({ protect }) => protect)).toEqual([]);
});

it("rents in the other cluster: neither Karpenter nor a card's plugin runs at home", () => {
  const rented = recording.resources.filter(
    ({ type, name }) => type.startsWith("kubernetes:") && /^burst-(karpenter|nvidia|pool)/.test(name),
  );
  expect(rented.length).toBeGreaterThan(5);
  expect([...new Set(rented.map(({ provider }) => provider))]).toEqual(["burst-cluster-kubernetes"]);
});

describe("the language model that needs a card", () => {
  it("asks for the same node as when it joins this cluster, which the virtual node looks like", () => {
    expect(recording.resource("catalyst-llm-ollama-burst-deployment").inputs).toMatchObject({
      spec: {
        template: {
          spec: {
            nodeSelector: { "berth.dev/pool": "burst", "nvidia.com/gpu.present": "true" },
            tolerations: [
              { key: "nvidia.com/gpu", operator: "Exists" },
              { key: "berth.dev/burst", operator: "Equal", value: "true", effect: "NoSchedule" },
            ],
            containers: [{ resources: { requests: { "nvidia.com/gpu": "1" } } }],
          },
        },
      },
    });
    expect(recording.resource("burst-peering-node").inputs).toMatchObject({
      spec: {
        labels: { "berth.dev/pool": "burst", "nvidia.com/gpu.present": "true" },
        taints: [{ key: "berth.dev/burst", value: "true", effect: "NoSchedule" }],
        resourceQuota: { hard: { "nvidia.com/gpu": "1" } },
      },
    });
  });

  it("is woken from zero as ever", () => {
    expect(recording.resource("catalyst-llm-ollama-burst-scaling-scaler").inputs["spec"]).toMatchObject({
      minReplicaCount: 0,
      maxReplicaCount: 1,
      triggers: [{ type: "prometheus" }],
    });
  });

  it("comes after the opening of its namespace, the only one that is opened, and no other workload waits for that", () => {
    const opened = recording.ofType("kubernetes:offloading.liqo.io/v1beta1:NamespaceOffloading");
    expect(opened.map(({ name, inputs }) => [name, inputs["metadata"]])).toEqual([
      ["burst-peering-catalyst-llm-offloading", { name: "offloading", namespace: "catalyst-llm" }],
    ]);
    const waiting = recording
      .ofType("kubernetes:apps/v1:Deployment")
      .filter(({ dependsOn }) => dependsOn.some((name) => name.endsWith("-offloading")));
    expect(waiting.map(({ name }) => name)).toEqual(["catalyst-llm-ollama-burst-deployment"]);
  });

  it("is the only one with a way onto rented nodes", () => {
    const tolerating = recording.resources.filter(
      ({ type, provider, inputs }) =>
        type.startsWith("kubernetes:apps") && provider === "homelab-kubernetes" && JSON.stringify(inputs).includes("berth.dev/burst"),
    );
    expect(tolerating.map(({ name }) => name)).toEqual(["catalyst-llm-ollama-burst-deployment"]);
  });
});

describe("the peering", () => {
  const dependencies = (name: string): readonly string[] => recording.resource(name).dependsOn;

  it("is taken away from its far end: each part depends on what it needs", () => {
    expect(dependencies("burst-peering-catalyst-llm-offloading")).toEqual(["burst-peering-node"]);
    expect(dependencies("burst-peering-node")).toEqual(["burst-peering-client", "burst-peering-slice"]);
    expect(dependencies("burst-peering-slice")).toEqual(["burst-peering-identity"]);
    expect(dependencies("burst-peering-identity")).toContain("burst-peering-tenant");
    expect(dependencies("burst-peering-tenant")).toEqual(["burst-peering-role"]);
    expect(dependencies("burst-peering-client")).toContain("burst-peering-server");
    expect(dependencies("burst-peering-remote-namespace")).toContain("burst-remote-liqo-chart");
    expect(dependencies("burst-remote-liqo-namespace")).toEqual(["burst-cluster-ready"]);
  });

  it("is made on both sides, each in its own cluster", () => {
    const made = (provider: string): readonly string[] =>
      recording.resources
        .filter((resource) => resource.provider === provider && resource.name.startsWith("burst-peering-"))
        .map(({ name }) => name.slice("burst-peering-".length))
        .sort();
    expect(made("homelab-kubernetes")).toEqual([
      "catalyst-llm-offloading",
      "client",
      "home-configuration",
      "home-keys",
      "home-namespace",
      "home-peer-key",
      "identity",
      "node",
      "slice",
    ]);
    expect(made("burst-cluster-kubernetes")).toEqual([
      "remote-configuration",
      "remote-keys",
      "remote-namespace",
      "remote-peer-key",
      "role",
      "server",
      "tenant",
    ]);
  });

  it("dials the other cluster's public address, so that home needs no open port", () => {
    expect(recording.resource("burst-peering-client").inputs).toMatchObject({
      spec: { endpoint: { addresses: ["198.51.100.9"], port: 30742, protocol: "UDP" } },
    });
    expect(recording.resource("burst-remote-liqo-chart").inputs).toMatchObject({
      chart: "liqo",
      version: "v1.2.0",
      values: { apiServer: { address: "https://198.51.100.9:6443" } },
    });
  });

  it("keeps its keys and the way into the other cluster secret", () => {
    expect(recording.resource("burst-peering-home-keypair").additionalSecretOutputs).toEqual(["privateKey"]);
    expect(recording.resource("burst-peering-identity").secrets.join()).toContain("stringData");
  });

  it("counts what Liqo runs for it in its namespace at home", () => {
    expect(recording.resource("burst-peering-home-namespace").inputs).toMatchObject({
      metadata: {
        name: "liqo-tenant-homelab-burst",
        labels: { "liqo.io/remote-cluster-id": "homelab-burst", "liqo.io/tenant-namespace": "true" },
      },
    });
    expect(recording.resources.map(({ name }) => name)).toContain("liqo-tenant-homelab-burst-rest-policy");
  });
});

it("gives its administrator a way into the other cluster", () => {
  expect(Object.keys(outputs)).toEqual(["endpoint", "kubeconfig", "plan", "burstKubeconfig", "liqoValues"]);
});

describe("virtual nodes", () => {
  const excluded = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "liqo.io/type", operator: "DoesNotExist" }] }],
      },
    },
  };

  it("get no pods of what belongs on every node", () => {
    expect(recording.resource("spegel-chart").inputs["values"]).toMatchObject({ affinity: excluded });
    expect(recording.resource("nfs-chart").inputs["values"]).toMatchObject({ node: { affinity: excluded } });
  });

  it("are not looked at by the descheduler", () => {
    expect(recording.resource("descheduler-chart").inputs["values"]).toMatchObject({
      deschedulerPolicy: { nodeSelector: "liqo.io/type!=virtual-node" },
    });
  });

  it("are of no concern to the same charts in the other modes", () => {
    for (const mode of ["off", "nodes"] as const) {
      expect(liqoAtHome(loadStack(definition, configured(mode)))).toBeUndefined();
    }
  });
});

describe("Liqo at home", () => {
  const deployedBy = (managedBy: "helm" | "argocd" | undefined) =>
    loadStack(
      {
        ...definition,
        workloads: definition.workloads.flatMap((row) =>
          row.namespace !== "liqo" || row.name !== "liqo-fabric" ? [row] : managedBy === undefined ? [] : [{ ...row, managedBy }],
        ),
      },
      configured("federation"),
    );

  it("is Argo CD's, which has to be told what to install it with", () => {
    expect(recording.resources.filter(({ name }) => name.startsWith("burst-liqo"))).toEqual([]);
    expect(outputs["liqoValues"]).toMatchObject({
      discovery: { config: { clusterID: "homelab" } },
      ipam: { podCIDRs: ["10.244.0.0/16"], serviceCIDR: "10.96.0.0/12", reservedSubnets: ["192.168.1.0/24"] },
    });
    expect(liqoAtHome(deployedBy("argocd"))?.installed).toBe(false);
  });

  it("is installed by Berth where its row says so, and missed where there is none", () => {
    expect(liqoAtHome(deployedBy("helm"))?.installed).toBe(true);
    expect(() => liqoAtHome(deployedBy(undefined))).toThrow(
      "workloads[liqo/liqo-fabric]: is missing, and burst.mode federation needs Liqo",
    );
  });
});
