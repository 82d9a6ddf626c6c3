import * as kubernetes from "@pulumi/kubernetes";
import { log, runtime } from "@pulumi/pulumi";
import { type Recording, recordProgram } from "../../components/testing/recorded-program";
import { unmarkedSecrets } from "../../components/testing/unmarked-secrets";
import { fleetDefinition } from "../../infra/autoscaling/testing/fleet-definition";
import { type StackConfigInput, stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, validDefinition } from "../../infra/stack/testing/valid-stack";
import { deployNodeAutoscaling } from "./node-autoscaling";

const secrets = { "berth:scaleRelayToken": "ghs_0123456789abcdef", "berth:scaleRelaySecret": "correct-horse-battery" };
const relay = { scaleRelayImage: "ghcr.io/acme/scale-relay:1.0.0", scaleRepository: "acme/mesh" };

async function record(settings: StackConfigInput, values: Record<string, string> = secrets, preview = false): Promise<Recording> {
  const config = stackConfigSchema.parse(settings);
  return recordProgram(
    () => {
      runtime.setAllConfig(values);
      const provider = new kubernetes.Provider("cluster");
      deployNodeAutoscaling({ stack: loadStack(fleetDefinition, config), config, provider, namespace: "monitoring", after: [] });
    },
    { preview },
  );
}

function kinds({ resources }: Recording): readonly string[] {
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ type, name }) => `${type.replace(/^.*:/, "")} ${name}`)
    .sort();
}

const dashboards = ["berth-disruption-headroom", "berth-scaling-events", "berth-utilisation"].map((uid) => `ConfigMap dashboards-${uid}`);

it("has dashboards, and nothing more until there is an image of the relay", async () => {
  expect(kinds(await record({}, {}))).toEqual(dashboards);
});

it("has alerts and a relay then, the alerts after their kinds", async () => {
  const recording = await record(relay);
  expect(kinds(recording)).toEqual(
    [
      ...dashboards,
      "AlertmanagerConfig node-autoscaling-route",
      "Deployment scale-relay-deployment",
      "NetworkPolicy scale-relay-network-policy",
      "PrometheusRule node-autoscaling-rules",
      "Release prometheus-operator-crds-chart",
      "Secret scale-relay-secret",
      "Service scale-relay-service",
      "ServiceAccount scale-relay-account",
    ].sort(),
  );
  expect(recording.resource("node-autoscaling-rules").dependsOn).toEqual(["prometheus-operator-crds-chart"]);
  expect(JSON.stringify(recording.resource("node-autoscaling-route").inputs)).toContain("http://scale-relay.monitoring.svc:8080/alerts");
  expect(recording.resource("prometheus-operator-crds-chart").inputs).toMatchObject({
    chart: "prometheus-operator-crds",
    namespace: "monitoring",
    createNamespace: false,
  });
  expect(unmarkedSecrets(recording, Object.values(secrets))).toEqual([]);
});

it("is the same whatever the number of nodes", async () => {
  const texts = async (nodes: number): Promise<readonly string[]> =>
    (await record({ ...relay, nodes })).resources.map(({ name, inputs }) => `${name} ${JSON.stringify(inputs)}`).sort();
  expect(await texts(6)).toEqual(await texts(3));
});

it("says what is missing", async () => {
  jest.spyOn(log, "info").mockResolvedValue(undefined);
  await expect(record({ scaleRelayImage: relay.scaleRelayImage })).rejects.toThrow("berth:scaleRepository: is not set");
  await expect(record(relay, {})).rejects.toThrow("berth:scaleRelayToken: is not set");
  expect(kinds(await record(relay, {}, true))).toHaveLength(11);
  const fixed = loadStack(validDefinition, validConfig);
  await expect(
    recordProgram(() => {
      deployNodeAutoscaling({ stack: fixed, config: validConfig, provider: new kubernetes.Provider("cluster"), namespace: "x", after: [] });
    }),
  ).rejects.toThrow('stack "valid" has no fleet whose number of servers varies');
});
