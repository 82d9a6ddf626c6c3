import { parse } from "yaml";
import { z } from "zod";
import { NodeFeatureDiscovery } from "../devices/node-feature-discovery";
import { Descheduler } from "../scheduling/descheduler";
import { recordProgram } from "../testing/recorded-program";
import { renderChart, type ModuleChart, type RenderedChart } from "../testing/rendered-chart";
import { validHardware } from "../testing/valid-hardware";
import { MetricsServer } from "./metrics-server";

jest.setTimeout(15 * 60 * 1000);

const placement = {
  labels: {},
  nodeSelector: { "berth.dev/pool": "core" },
  tolerations: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" as const }],
};

const workloadSchema = z.looseObject({
  kind: z.string(),
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        nodeSelector: z.record(z.string(), z.string()).optional(),
        tolerations: z.array(z.looseObject({ key: z.string().optional(), operator: z.string().optional() })).optional(),
        containers: z.array(
          z.looseObject({
            args: z.array(z.string()).optional(),
            securityContext: z.looseObject({ readOnlyRootFilesystem: z.boolean().optional() }).optional(),
            resources: z.looseObject({ limits: z.record(z.string(), z.string()).optional() }).optional(),
          }),
        ),
      }),
    }),
  }),
});

/** The chart of a release as a component fills it in. */
async function rendered(chart: ModuleChart, make: () => unknown, release: string): Promise<RenderedChart> {
  const { inputs } = (await recordProgram(make)).resource(release);
  const { name, namespace, values } = z.looseObject({ name: z.string(), namespace: z.string(), values: z.unknown() }).parse(inputs);
  return renderChart(chart, { name, namespace, values });
}

function podSpecOf({ objects }: RenderedChart, kind: string, name: string) {
  return workloadSchema.parse(objects.find((object) => object.kind === kind && object.metadata.name === name)).spec.template.spec;
}

describe("metrics-server", () => {
  it("knows all values, runs read-only where it is placed, and is monitored", async () => {
    const chart = await rendered(
      { module: "sigs.k8s.io/metrics-server", version: "v0.9.0", path: "charts/metrics-server" },
      () => new MetricsServer("metrics-server", { monitored: true, placement }),
      "metrics-server-chart",
    );
    expect(chart.unknownValues).toEqual([]);
    const pod = podSpecOf(chart, "Deployment", "metrics-server");
    expect(pod.nodeSelector).toEqual({ "berth.dev/pool": "core" });
    expect(pod.tolerations).toEqual(placement.tolerations);
    expect(pod.containers[0]?.securityContext?.readOnlyRootFilesystem).toBe(true);
    expect(pod.containers[0]?.args).toContain("--kubelet-insecure-tls");
    expect(chart.objects.map(({ kind }) => kind)).toContain("ServiceMonitor");
  });
});

describe("the descheduler", () => {
  const policySchema = z.object({
    profiles: z.tuple([
      z.object({ pluginConfig: z.array(z.object({ name: z.string(), args: z.record(z.string(), z.unknown()) })), plugins: z.unknown() }),
    ]),
  });

  it("knows all values, has no CPU limit, and leaves the namespaces alone in every plugin", async () => {
    const chart = await rendered(
      { module: "sigs.k8s.io/descheduler", version: "v0.35.1", path: "charts/descheduler" },
      () =>
        new Descheduler("descheduler", {
          kubernetesVersion: "1.35.4",
          settings: { utilization: { cpu: { below: 30, above: 70 } }, undisturbedNamespaces: ["ai-ml", "kuberay", "gitea"] },
          placement,
        }),
      "descheduler-chart",
    );
    // The policy goes through as it is: the descheduler reads it, not the chart.
    expect(chart.unknownValues.filter((path) => !path.startsWith("deschedulerPolicy."))).toEqual([]);
    const job = z
      .looseObject({ spec: z.looseObject({ schedule: z.string(), jobTemplate: workloadSchema.omit({ kind: true }) }) })
      .parse(chart.objects.find(({ kind }) => kind === "CronJob"));
    expect(job.spec.schedule).toBe("0 4 * * *");
    const [container] = job.spec.jobTemplate.spec.template.spec.containers;
    expect(container?.securityContext?.readOnlyRootFilesystem).toBe(true);
    expect(Object.keys(container?.resources?.limits ?? {})).toEqual(["memory"]);
    const map = z.looseObject({ data: z.record(z.string(), z.string()) }).parse(chart.objects.find(({ kind }) => kind === "ConfigMap"));
    const [profile] = policySchema.parse(parse(map.data["policy.yaml"] ?? "")).profiles;
    const exclude = ["ai-ml", "gitea", "kuberay"];
    const left = profile.pluginConfig.map(({ name, args }) => [name, args["namespaces"] ?? args["evictableNamespaces"]]);
    expect(left).toEqual([
      ["DefaultEvictor", undefined],
      ["RemovePodsViolatingNodeTaints", { exclude }],
      ["RemovePodsViolatingNodeAffinity", { exclude }],
      ["RemovePodsViolatingTopologySpreadConstraint", { exclude }],
      ["LowNodeUtilization", { exclude }],
    ]);
  });
});

describe("node feature discovery", () => {
  it("knows all values, runs its worker everywhere and its controllers where they are placed", async () => {
    const chart = await rendered(
      { module: "sigs.k8s.io/node-feature-discovery", version: "v0.18.3", path: "deployment/helm/node-feature-discovery" },
      () => new NodeFeatureDiscovery("nfd", { hardware: validHardware(), placement }),
      "nfd-chart",
    );
    expect(chart.unknownValues).toEqual([]);
    const worker = podSpecOf(chart, "DaemonSet", "node-feature-discovery-worker");
    expect(worker.tolerations).toEqual([{ operator: "Exists" }]);
    expect(worker.containers[0]?.securityContext?.readOnlyRootFilesystem).toBe(true);
    expect(podSpecOf(chart, "Deployment", "node-feature-discovery-master").nodeSelector).toEqual({ "berth.dev/pool": "core" });
    expect(podSpecOf(chart, "Deployment", "node-feature-discovery-gc").nodeSelector).toEqual({ "berth.dev/pool": "core" });
  });
});
