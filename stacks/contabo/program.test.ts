import { log, runtime } from "@pulumi/pulumi";
import { type Recording, recordProgram } from "../../components/testing/recorded-program";
import { unmarkedSecrets } from "../../components/testing/unmarked-secrets";
import { plan } from "../../infra/placement/plan";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition } from "./definition";
import { deploy } from "./index";

const credentials = {
  "berth:contaboClientId": "client",
  "berth:contaboClientSecret": "client-secret-for-tests",
  "berth:contaboUser": "ops@example.com",
  "berth:contaboPassword": "password-for-tests",
};

const identity = Object.fromEntries(
  [
    "serverToken",
    "agentToken",
    "serverCaCertificate",
    "serverCaKey",
    "clientCaCertificate",
    "clientCaKey",
    "adminCertificate",
    "adminKey",
  ].map((name) => [name, `${name}-of-the-test`]),
);

async function record(nodes: number, preview = false, settings: Record<string, string> = credentials): Promise<Recording> {
  const config = stackConfigSchema.parse({ nodes });
  const stack = loadStack(definition, config);
  const planned = plan(stack.problem);
  return recordProgram(
    () => {
      runtime.setAllConfig(settings);
      return deploy({ stack, plan: planned, config });
    },
    { preview, outputs: ({ type }) => outputsOf(type) },
  );
}

function outputsOf(type: string): Record<string, unknown> {
  if (type.includes("contabo:Instance")) {
    return { instanceId: 1, address: "192.0.2.1", imageId: "image" };
  }
  return type.includes("k3s:Identity") ? identity : {};
}

let recording: Recording;

beforeAll(async () => {
  jest.spyOn(log, "info").mockResolvedValue(undefined);
  recording = await record(3);
});

/** Names of a type's resources, sorted. */
function names(type: string, of = recording): readonly string[] {
  return of
    .ofType(type)
    .map(({ name }) => name)
    .sort();
}

/** What a resource is sent, as text, by its type and name. */
function inputsOf({ resources }: Recording): ReadonlyMap<string, string> {
  return new Map(resources.map(({ type, name, inputs }) => [`${type} ${name}`, JSON.stringify(inputs)]));
}

const instanceType = "pulumi-nodejs:dynamic/contabo:Instance";
const policyType = "kubernetes:policies.kyverno.io/v1:MutatingPolicy";
const scaled = definition.workloads.filter(({ scaling }) => scaling !== undefined);

describe("Talent Mesh", () => {
  it("orders three servers as the fleet says, the first before the others, and keeps them from being cancelled by mistake", () => {
    expect(names(instanceType)).toEqual([1, 2, 3].map((n) => `talent-mesh-talent-mesh-node-${n}`));
    for (const { inputs, protect, secrets } of recording.ofType(instanceType)) {
      expect(inputs).toMatchObject({ productId: "V92", region: "EU", period: 1, image: "ubuntu-24.04" });
      expect([protect, secrets]).toEqual([true, ["userData"]]);
    }
    expect(recording.resource("talent-mesh-talent-mesh-node-2").dependsOn).toContain("talent-mesh-talent-mesh-node-1");
  });

  it("begins one cluster with embedded etcd, without the parts that are installed otherwise", () => {
    const [first, second] = [1, 2].map((n) => String(recording.resource(`talent-mesh-talent-mesh-node-${n}`).inputs["userData"]));
    expect(first).toContain("cluster-init: true");
    expect(second).not.toContain("cluster-init: true");
    expect(second).toContain("server: https://192.0.2.1:6443");
    for (const userData of [first, second]) {
      expect(userData).toMatch(/disable:\n\s+- coredns\n\s+- traefik/);
      expect(userData).toContain("berth.dev/lifecycle=permanent");
      expect(userData).not.toMatch(/tcp dport 22 accept/);
    }
  });

  it("installs each chart once", () => {
    expect(names("kubernetes:helm.sh/v3:Release")).toEqual([
      "coredns-chart",
      "descheduler-chart",
      "flux-chart",
      "keda-chart",
      "kyverno-chart",
      "vpa-chart",
    ]);
  });

  it("has three pods of CoreDNS on three servers, of which one may go", () => {
    expect(recording.resource("coredns-chart").inputs["values"]).toMatchObject({
      replicaCount: 3,
      service: { clusterIP: "10.43.0.10" },
      rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
      affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname" }] } },
      topologySpreadConstraints: [{ topologyKey: "kubernetes.io/hostname", maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" }],
    });
    expect(recording.resource("kube-system-coredns-budget-pdb").inputs["spec"]).toMatchObject({ minAvailable: 2 });
  });

  it("scales what the seed scales, and nothing else", () => {
    expect(names("kubernetes:keda.sh/v1alpha1:ScaledObject")).toEqual(
      scaled.map(({ namespace, name }) => `${namespace}-${name}-scaling-scaler`).sort(),
    );
    expect(recording.resource("ai-services-stt-service-scaling-scaler").inputs["spec"]).toMatchObject({
      minReplicaCount: 0,
      maxReplicaCount: 4,
      pollingInterval: 15,
      cooldownPeriod: 300,
      triggers: [
        {
          type: "kafka",
          metadata: { bootstrapServers: "redpanda.databases.svc.cluster.local:9092", topic: "audio-processing", lagThreshold: "5" },
        },
      ],
    });
  });

  it("has a VPA for every service, and none for what an operator owns", () => {
    const vpas = recording.ofType("kubernetes:autoscaling.k8s.io/v1:VerticalPodAutoscaler");
    const modes = new Map(
      vpas.map(({ name, inputs }) => [name, (inputs["spec"] as { updatePolicy: { updateMode: string } }).updatePolicy.updateMode]),
    );
    expect(modes.get("platform-services-auth-service-vertical-vpa")).toBe("InPlaceOrRecreate");
    expect(modes.get("ai-services-stt-service-vertical-vpa")).toBe("Initial");
    expect(modes.get("kube-system-coredns-vertical-vpa")).toBe("Off");
    expect([...modes.keys()].filter((name) => name.startsWith("databases-"))).toEqual([]);
    expect(modes.size).toBe(definition.workloads.filter(({ verticalScaling }) => verticalScaling !== undefined).length);
  });

  it("makes a budget of its own for every service, CoreDNS and the gateway, and none beside an operator's", () => {
    const expected = definition.workloads.filter(({ disruption }) => disruption !== undefined && disruption !== "operator");
    expect(names("kubernetes:policy/v1:PodDisruptionBudget")).toEqual(
      expected.map(({ namespace, name }) => `${namespace}-${name}-budget-pdb`).sort(),
    );
    expect(expected).toHaveLength(13);
  });

  it("keeps what has data on a disk on servers that stay", () => {
    const policies = recording.ofType(policyType).filter(({ inputs }) => JSON.stringify(inputs).includes("berth.dev/lifecycle"));
    expect(policies.map(({ name }) => name).sort()).toEqual([
      "databases-dragonfly-policy",
      "databases-minio-policy",
      "databases-mongodb-policy",
      "databases-postgresql-policy",
      "databases-redpanda-policy",
      "monitoring-loki-policy",
      "monitoring-mimir-policy",
    ]);
  });

  it("lets Flux deploy only when the policies are there", () => {
    const { dependsOn } = recording.resource("flux-namespace");
    expect(dependsOn).toEqual(expect.arrayContaining(["coredns-chart", "priorities-0-core", ...names(policyType)]));
  });

  it("sends everything inside the cluster through the cluster's own provider", () => {
    const inside = recording.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(new Set(inside.map(({ provider }) => provider))).toEqual(new Set(["talent-mesh-kubernetes"]));
  });

  it("shows no secret anywhere", () => {
    const passwords = [credentials["berth:contaboClientSecret"], credentials["berth:contaboPassword"]];
    const keys = Object.values(identity).filter((value) => !value.includes("Certificate"));
    expect(unmarkedSecrets(recording, [...passwords, ...keys])).toEqual([]);
  });

  it("gives no two resources of a type the same name", () => {
    const identities = recording.resources.map(({ type, name }) => `${type} ${name}`);
    expect(new Set(identities).size).toBe(identities.length);
  });
});

test("one more server is one more server: nothing in the cluster changes", async () => {
  const [three, four] = [inputsOf(recording), inputsOf(await record(4))];
  // With what keeps its own labels.
  expect([...four.keys()].filter((key) => !three.has(key)).sort()).toEqual([
    "kubernetes:core/v1:NodePatch talent-mesh-labels-talent-mesh-node-4",
    `${instanceType} talent-mesh-talent-mesh-node-4`,
  ]);
  expect([...three.keys()].filter((key) => !four.has(key))).toEqual([]);
  const changed = [...three.keys()].filter((key) => three.get(key) !== four.get(key));
  // They wait for every node to be there, and have its name.
  expect(changed.filter((key) => !/^pulumi-nodejs:dynamic\/k3s:(Readiness|Version) /.test(key))).toEqual([]);
});

test("without credentials a preview goes on, and an up says which settings are missing", async () => {
  expect((await record(3, true, {})).ofType(instanceType)).toHaveLength(3);
  await expect(record(3, false, {})).rejects.toThrow(
    "nobody opens Contabo\n  berth:contaboClientId: is not set\n    fix: run: pulumi config set --secret berth:contaboClientId",
  );
});
