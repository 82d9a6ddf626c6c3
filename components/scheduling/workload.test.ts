import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import type { Scaling } from "../../infra/workloads/schema";
import type { Workload } from "../../infra/workloads/workload";
import { Keda } from "../scaling/keda";
import { recordProgram, type Recording } from "../testing/recorded-program";
import { validWorkload } from "../testing/valid-workload";
import { podTemplate } from "./pod-template";
import { OwnedWorkload } from "./workload";

const placement = { labels: { "scaling.talos.io/managed-by": "none" } };
const labels = { "app.kubernetes.io/name": "exporter" };
const scaling: Scaling = {
  minReplicas: 0,
  maxReplicas: 1,
  pollingSeconds: 30,
  cooldownSeconds: 300,
  triggers: [{ type: "cron", timezone: "Etc/UTC", start: "0 8 * * *", end: "0 9 * * *", desiredReplicas: 1 }],
};
const volumes: Workload["volumes"] = [{ name: "data", storage: "network", mountPath: "/data", storageClass: "nfs-csi", size: "10Gi" }];
const withPort = (workload: Workload): Workload["containers"] =>
  workload.containers.map((container) => ({ ...container, ports: [{ name: "metrics", containerPort: 9090 }] }));

function record(change: Partial<Workload> = {}, withKeda = false, placed: PodPlacement = placement) {
  return recordProgram(() => {
    const keda = withKeda ? { keda: new Keda("keda", { workloads: [] }) } : {};
    new OwnedWorkload("exporter", { workload: validWorkload(change), placement: placed, ...keda });
  });
}

describe("OwnedWorkload", () => {
  it("renders a Deployment and nothing that the row does not ask for", async () => {
    const { resources, resource } = await record();
    expect(resources.map(({ type }) => type)).toEqual(["berth:scheduling:OwnedWorkload", "kubernetes:apps/v1:Deployment"]);
    expect(resource("exporter-deployment").parent).toBe("exporter");
    expect(resource("exporter-deployment").inputs).toMatchObject({
      metadata: { namespace: "media", name: "exporter", labels },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        strategy: { type: "RollingUpdate" },
        template: podTemplate(validWorkload(), placement),
      },
    });
  });

  it("leaves the number of pods to KEDA, and waits for it", async () => {
    const { resource, ofType } = await record({ scaling }, true);
    expect(resource("exporter-deployment").inputs["spec"]).not.toHaveProperty("replicas");
    expect(ofType("kubernetes:keda.sh/v1alpha1:ScaledObject")).toHaveLength(1);
    expect(resource("exporter-scaling-scaler").dependsOn).toEqual(["exporter-deployment", "keda-chart"]);
  });

  it("is not waited for where it may rightly have no pod, or none before its node is rented", async () => {
    const awaited = (recording: Recording): readonly unknown[] =>
      ["exporter-deployment", "exporter-service"].map((name) => recording.resource(name).inputs["metadata"]);
    const unawaited = expect.objectContaining({ annotations: { "pulumi.com/skipAwait": "true" } }) as unknown;
    const waitedFor = expect.not.objectContaining({ annotations: expect.anything() as unknown }) as unknown;
    const containers = withPort(validWorkload());
    expect(awaited(await record({ containers }))).toEqual([waitedFor, waitedFor]);
    expect(awaited(await record({ containers, scaling }, true))).toEqual([waitedFor, unawaited]);
    expect(awaited(await record({ containers, scaling, burst: "only" }, true))).toEqual([unawaited, unawaited]);
  });

  it("makes a claim that outlives it, a Service for its ports and a budget", async () => {
    const { resource, resources } = await record({ volumes, containers: withPort(validWorkload()), disruption: { maxUnavailable: 1 } });
    expect(resources).toHaveLength(6);
    expect(resource("exporter-data").inputs).toMatchObject({
      metadata: { namespace: "media", name: "exporter-data" },
      spec: { accessModes: ["ReadWriteMany"], storageClassName: "nfs-csi", resources: { requests: { storage: "10Gi" } } },
    });
    expect(resource("exporter-data").retainOnDelete).toBe(true);
    expect(resource("exporter-service").inputs["spec"]).toEqual({
      selector: labels,
      ports: [{ name: "metrics", port: 9090, targetPort: "metrics" }],
    });
    expect(resource("exporter-budget-pdb").inputs["spec"]).toMatchObject({ maxUnavailable: 1, selector: { matchLabels: labels } });
  });

  it("leads to the ports of sidecars too, by their protocol", async () => {
    const bare = { image: "example.com/proxy:1", args: [], env: {}, requests: {}, limits: {} };
    const initContainers = [
      { ...bare, name: "migrate", ports: [{ name: "none", containerPort: 1 }] },
      { ...bare, name: "proxy", ports: [{ name: "dns", containerPort: 53, protocol: "UDP" as const }], restartPolicy: "Always" as const },
    ];
    const { resource } = await record({ initContainers, containers: withPort(validWorkload()) });
    expect(resource("exporter-service").inputs["spec"]).toEqual({
      selector: labels,
      ports: [
        { name: "dns", port: 53, targetPort: "dns", protocol: "UDP" },
        { name: "metrics", port: 9090, targetPort: "metrics" },
      ],
    });
  });

  it("renders a StatefulSet with a headless Service and claims of its own", async () => {
    const { resource, resources } = await record({ kind: "StatefulSet", volumes });
    expect(resources.map(({ name }) => name).sort()).toEqual(["exporter", "exporter-service", "exporter-statefulset"]);
    expect(resource("exporter-service").inputs["spec"]).toEqual({ selector: labels, clusterIP: "None" });
    expect(resource("exporter-statefulset").inputs["spec"]).toMatchObject({
      replicas: 2,
      serviceName: "exporter",
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteMany"] } }],
    });
  });

  it("renders a DaemonSet without a number of pods", async () => {
    const { resource } = await record({ kind: "DaemonSet" });
    expect(resource("exporter-daemonset").inputs["spec"]).toEqual(expect.not.objectContaining({ replicas: expect.anything() as unknown }));
  });

  it.each<[string, Partial<Workload>]>([
    ["a card", { requests: { cpuMilli: 0, memoryBytes: 0, extended: { "nvidia.com/gpu": 1 } } }],
    ["its node's disk", { volumes: [{ name: "data", storage: "node-local", mountPath: "/data", size: "1Gi" }] }],
  ])("stops the old pod first when it holds %s", async (_, change) => {
    const { resource } = await record(change);
    expect(resource("exporter-deployment").inputs["spec"]).toMatchObject({ strategy: { type: "Recreate" } });
  });

  it("spells out a rollout that the row has, even for what holds a card", async () => {
    const requests = { cpuMilli: 0, memoryBytes: 0, extended: { "nvidia.com/gpu": 1 } };
    const { resource } = await record({ requests, rollout: { maxSurge: 0, maxUnavailable: "50%" } });
    expect(resource("exporter-deployment").inputs["spec"]).toMatchObject({
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: "50%" } },
    });
  });

  it("ends an old pod first where the plan finds no room for a new one, unless the row says otherwise", async () => {
    const rollout = { maxSurge: 0, maxUnavailable: 1 } as const;
    const planned = await record({}, false, { ...placement, rollout });
    expect(planned.resource("exporter-deployment").inputs["spec"]).toMatchObject({
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
    });
    const own = await record({ rollout: { maxSurge: 1, maxUnavailable: 0 } }, false, { ...placement, rollout });
    expect(own.resource("exporter-deployment").inputs["spec"]).toMatchObject({
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    });
  });

  it("leaves the rollout of what requests only scratch space to Kubernetes", async () => {
    const { resource } = await record({ requests: { cpuMilli: 0, memoryBytes: 0, extended: { "ephemeral-storage": 1 } } });
    expect(resource("exporter-deployment").inputs["spec"]).toMatchObject({ strategy: { type: "RollingUpdate" } });
  });

  it.each<[string, Partial<Workload>, string]>([
    ["a CronJob", { kind: "CronJob" }, "workloads[media/exporter].kind: is nothing that Berth renders (found CronJob)"],
    ["a workload without containers", { containers: [] }, "workloads[media/exporter].containers: is empty"],
    ["scaling without KEDA", { scaling }, "workloads[media/exporter].scaling: needs KEDA, which this stack does not install"],
  ])("refuses %s", async (_, change, message) => {
    await expect(record(change)).rejects.toThrow(message);
  });
});
