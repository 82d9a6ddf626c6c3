import { generateKeyPairSync } from "node:crypto";
import { type Recording, recordProgram } from "../../components/testing/recorded-program";
import type { BurstConfig } from "../../infra/burst/burst-config";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { prepareDefinition } from "../prepare";
import { definition } from "./definition";
import { deploy } from "./index";

const settings = { talosSecretsFile: "secrets.yaml", talosDocuments: "components/testing/talos-documents" };
const nodes: BurstConfig = { mode: "nodes", accountId: "111122223333", issuerBucket: "homelab-issuer", budgetEmails: ["me@example.com"] };

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" })).toString("base64");

/** What the program registers, from a plan that breaks no mandatory policy. */
function record(burst: BurstConfig): Promise<Recording> {
  const args = prepareDefinition(definition, stackConfigSchema.parse({ ...settings, burst }));
  return recordProgram(() => deploy(args), {
    invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({ ...inputs, machineConfiguration: "configuration" }),
    outputs: ({ type }) =>
      type === "talos:machine/secrets:Secrets"
        ? { clientConfiguration: {}, machineSecrets: { certs: { k8sServiceaccount: { key } } } }
        : {},
  });
}

describe("without bursts", () => {
  it("is what it is with bursts that are off, to the last byte", () => {
    const bare = { ...definition };
    delete bare.burst;
    const without = loadStack(bare, stackConfigSchema.parse({}));
    const off = loadStack(definition, stackConfigSchema.parse({ burst: { mode: "off", accountId: "111122223333" } }));
    expect(JSON.stringify(off)).toBe(JSON.stringify(without));
  });

  it("has nothing of AWS, and does not load its SDK", async () => {
    const { resources } = await record({ mode: "off" });
    expect(resources.filter(({ type }) => /aws|karpenter/i.test(type))).toEqual([]);
    expect(Object.keys(require.cache).filter((path) => path.includes("@pulumi/aws"))).toEqual([]);
  });
});

describe("with rented nodes", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await record(nodes);
  });

  it("adds the language model that needs a card the machines lack", () => {
    expect(recording.resource("catalyst-llm-ollama-burst-deployment").inputs).toMatchObject({
      spec: {
        template: {
          spec: {
            nodeSelector: { "berth.dev/pool": "burst", "nvidia.com/gpu.present": "true" },
            tolerations: [
              { key: "nvidia.com/gpu", operator: "Exists" },
              { key: "berth.dev/burst", operator: "Equal", value: "true", effect: "NoSchedule" },
            ],
          },
        },
      },
    });
  });

  it("wakes it by what the ingress sees, never by a metric of its own", () => {
    const { spec } = recording.resource("catalyst-llm-ollama-burst-scaling-scaler").inputs;
    expect(spec).toMatchObject({ minReplicaCount: 0, maxReplicaCount: 1, cooldownPeriod: 900, triggers: [{ type: "prometheus" }] });
    expect(JSON.stringify(spec)).toContain("sum(rate(traefik_router_requests_total{");
  });

  it("gives no other workload a way onto rented nodes", () => {
    const tolerating = recording.resources.filter(
      ({ type, inputs }) => type !== "kubernetes:karpenter.sh/v1:NodePool" && JSON.stringify(inputs).includes("berth.dev/burst"),
    );
    expect(tolerating.map(({ name }) => name).sort()).toEqual(["burst-nvidia-chart", "catalyst-llm-ollama-burst-deployment"]);
  });

  it("connects the machines at home, and has the control plane sign for AWS", () => {
    const patches = (machine: string): string => JSON.stringify(recording.resource(`homelab-${machine}-apply`).inputs["configPatches"]);
    expect(patches("talos01")).toContain("kubespan");
    expect(patches("talos01")).not.toContain("service-account-issuer");
    expect(patches("talos00")).toContain("https://homelab-issuer.s3.us-east-1.amazonaws.com");
  });

  it("installs Karpenter after what places its pod, and the pool after Karpenter", () => {
    expect(recording.resource("burst-karpenter-chart").dependsOn).toContain("burst-karpenter-crds");
    expect(recording.resource("burst-karpenter-namespace").dependsOn).toContain("karpenter-karpenter-policy");
    expect(recording.resource("burst-class").dependsOn).toContain("burst-karpenter-chart");
  });
});
