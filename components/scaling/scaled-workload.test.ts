import type { Scaling } from "../../infra/workloads/schema";
import { recordProgram } from "../testing/recorded-program";
import { ScaledWorkload } from "./scaled-workload";
import { type ScaledTarget, scaledWorkloadDocument } from "./scaled-workload-document";

const cron = { type: "cron", timezone: "Europe/Berlin", start: "0 18 * * *", end: "0 23 * * *", desiredReplicas: 1 } as const;
const prometheus = { type: "prometheus", serverAddress: "http://mimir/prometheus", query: "sum(requests)", threshold: 1 } as const;
const http: Scaling["triggers"][number] = {
  type: "http",
  hosts: ["ollama.home"],
  pathPrefixes: [],
  service: "ollama",
  port: 11434,
  metric: { kind: "concurrency", targetValue: 1 },
};
const scaling: Scaling = { minReplicas: 0, maxReplicas: 2, pollingSeconds: 30, cooldownSeconds: 900, triggers: [cron, prometheus] };

function target(change: Partial<ScaledTarget> = {}): ScaledTarget {
  return { id: "media/sonarr", namespace: "media", name: "sonarr", kind: "Deployment", scaling, ...change };
}

describe("scaledWorkloadDocument", () => {
  it("scales to zero between the triggers' windows", () => {
    expect(scaledWorkloadDocument(target())).toEqual({
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata: { namespace: "media", name: "sonarr" },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "sonarr" },
        pollingInterval: 30,
        cooldownPeriod: 900,
        minReplicaCount: 0,
        maxReplicaCount: 2,
        triggers: [
          {
            type: "cron",
            name: "cron-0",
            metadata: { timezone: "Europe/Berlin", start: "0 18 * * *", end: "0 23 * * *", desiredReplicas: "1" },
          },
          {
            type: "prometheus",
            name: "prometheus-1",
            metadata: { serverAddress: "http://mimir/prometheus", query: "sum(requests)", threshold: "1" },
          },
        ],
      },
    });
  });

  it("leaves a lone http trigger to the add-on", () => {
    expect(scaledWorkloadDocument(target({ kind: "StatefulSet", scaling: { ...scaling, triggers: [http] } }))).toEqual({
      apiVersion: "http.keda.sh/v1alpha1",
      kind: "HTTPScaledObject",
      metadata: { namespace: "media", name: "sonarr" },
      spec: {
        hosts: ["ollama.home"],
        scalingMetric: { concurrency: { targetValue: 1 } },
        scaleTargetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name: "sonarr", service: "ollama", port: 11434 },
        replicas: { min: 0, max: 2 },
        scaledownPeriod: 900,
      },
    });
  });

  it.each<[string, Partial<ScaledTarget>, string]>([
    [
      "an http trigger beside another",
      { scaling: { ...scaling, triggers: [cron, http] } },
      "workloads[media/sonarr].scaling.triggers: has an http trigger beside another",
    ],
    ["two http triggers", { scaling: { ...scaling, triggers: [http, http] } }, "(found http, http)"],
    [
      "a minimum above the maximum",
      { scaling: { ...scaling, minReplicas: 3 } },
      "workloads[media/sonarr].scaling.minReplicas: is more than maxReplicas (2) (found 3)",
    ],
    ["what has no replicas", { kind: "DaemonSet" }, "workloads[media/sonarr].kind: cannot be scaled by KEDA"],
    ["a name of 55 characters", { name: "s".repeat(55) }, "workloads[media/sonarr].name: has 55 characters; scaled by KEDA it may have 54"],
  ])("refuses %s", (_, change, message) => {
    expect(() => scaledWorkloadDocument(target(change))).toThrow(message);
  });

  it("accepts a name of 54 characters", () => {
    expect(scaledWorkloadDocument(target({ name: "s".repeat(54) })).metadata.name).toHaveLength(54);
  });

  it("says everything that is wrong at once", () => {
    expect(() => scaledWorkloadDocument(target({ kind: "CronJob", scaling: { ...scaling, minReplicas: 3 } }))).toThrow(
      /kind[^]*minReplicas/,
    );
  });
});

describe("ScaledWorkload", () => {
  it("makes one ScaledObject", async () => {
    const { resources } = await recordProgram(() => new ScaledWorkload("sonarr", { target: target() }));
    expect(resources.map(({ type, name, parent }) => [type, name, parent])).toEqual([
      ["berth:scaling:ScaledWorkload", "sonarr", undefined],
      ["kubernetes:keda.sh/v1alpha1:ScaledObject", "sonarr-scaler", "sonarr"],
    ]);
    expect(resources[1]?.inputs).toEqual({ ...scaledWorkloadDocument(target()) });
  });
});
