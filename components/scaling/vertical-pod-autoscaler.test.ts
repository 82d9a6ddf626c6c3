import { recordProgram } from "../testing/recorded-program";
import { VerticalPodAutoscaler } from "./vertical-pod-autoscaler";

const mebibyte = 1024 ** 2;

describe("VerticalPodAutoscaler", () => {
  it("installs the pinned chart: one pod of each part with the plan's requests, and no budget that blocks drains", async () => {
    const { ofType } = await recordProgram(
      () =>
        new VerticalPodAutoscaler("vpa", {
          requests: {
            recommender: { cpuMilli: 30, memoryBytes: 80 * mebibyte },
            updater: { cpuMilli: 20, memoryBytes: 50 * mebibyte },
            "admission-controller": { cpuMilli: 20, memoryBytes: 50 * mebibyte },
          },
          placements: { updater: { labels: {}, nodeSelector: { "berth.dev/pool": "mesh" } } },
          priorityClassName: "1-cluster",
        }),
    );
    const same = { replicas: 1, podDisruptionBudget: { enabled: false }, priorityClassName: "1-cluster" };
    expect(ofType("kubernetes:helm.sh/v3:Release").map(({ name, parent, inputs }) => ({ name, parent, inputs }))).toMatchObject([
      {
        name: "vpa-chart",
        parent: "vpa",
        inputs: {
          chart: "vertical-pod-autoscaler",
          version: "0.9.0",
          repositoryOpts: { repo: "https://kubernetes.github.io/autoscaler" },
          namespace: "vpa",
          values: {
            recommender: { ...same, resources: { requests: { cpu: "30m", memory: "80Mi" } } },
            updater: { ...same, resources: { requests: { cpu: "20m", memory: "50Mi" } }, nodeSelector: { "berth.dev/pool": "mesh" } },
            admissionController: { ...same, resources: { requests: { cpu: "20m", memory: "50Mi" } } },
          },
        },
      },
    ]);
  });
});
