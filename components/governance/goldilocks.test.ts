import { recordProgram } from "../testing/recorded-program";
import { Goldilocks, type GoldilocksArgs, goldilocksLabels } from "./goldilocks";

const mebibyte = 1024 ** 2;
const part = (replicas: number) => ({
  replicas,
  requests: { cpuMilli: 25, memoryBytes: 256 * mebibyte, extended: {} },
  limits: { memoryBytes: 256 * mebibyte },
});
const args: GoldilocksArgs = {
  namespace: "1-cluster-goldilocks",
  controller: part(1),
  dashboard: part(1),
  watched: [{ id: "media/plex" }],
};

it("installs the pinned chart with the plan's requests, without a CPU limit, and without a VPA of its own", async () => {
  const { ofType } = await recordProgram(() => new Goldilocks("goldilocks", args));
  const resources = { requests: { cpu: "25m", memory: "256Mi" }, limits: { memory: "256Mi" } };
  expect(ofType("kubernetes:helm.sh/v3:Release").map(({ name, inputs }) => ({ name, inputs }))).toMatchObject([
    {
      name: "goldilocks-chart",
      inputs: {
        chart: "goldilocks",
        version: "11.0.0",
        repositoryOpts: { repo: "https://charts.fairwinds.com/stable" },
        namespace: "1-cluster-goldilocks",
        createNamespace: false,
        values: {
          vpa: { enabled: false },
          "metrics-server": { enabled: false },
          controller: { rbac: { enableArgoproj: false }, resources },
          dashboard: { rbac: { enableArgoproj: false }, resources, replicaCount: 1 },
        },
      },
    },
  ]);
});

it("only recommends", () => {
  expect(goldilocksLabels).toEqual({
    "goldilocks.fairwinds.com/enabled": "true",
    "goldilocks.fairwinds.com/vpa-update-mode": "off",
  });
});

it("refuses a second VPA", () => {
  const bound = { cpuMilli: 100, memoryBytes: mebibyte };
  const verticalScaling = { mode: "Off", min: bound, max: bound, resources: ["cpu", "memory"], minReplicas: 2 } as const;
  const create = () => new Goldilocks("goldilocks", { ...args, watched: [{ id: "media/plex", verticalScaling }] });
  expect(create).toThrow("workloads[media/plex].verticalScaling: is a second VPA beside the one that Goldilocks makes");
});
