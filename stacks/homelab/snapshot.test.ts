import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition } from "./definition";

const stack = loadStack(definition, stackConfigSchema.parse({}));
const withRecommendations = loadStack(definition, stackConfigSchema.parse({ applyRecommendations: true }));

/** What a node's pods requested when the snapshot was taken: `before` of the plan. */
function snapshotOf(node: string): { pods: number; cpuPercent: number; memoryPercent: number } {
  const allocatable = stack.hardware.machines.find(({ name }) => name === node)?.allocatable;
  let pods = 0;
  let cpuMilli = 0;
  let memoryBytes = 0;
  for (const { current, requests } of stack.workloads) {
    const here = current[node] ?? 0;
    pods += here;
    cpuMilli += here * requests.cpuMilli;
    memoryBytes += here * requests.memoryBytes;
  }
  return {
    pods,
    cpuPercent: (100 * cpuMilli) / (allocatable?.cpuMilli ?? 0),
    memoryPercent: (100 * memoryBytes) / (allocatable?.memoryBytes ?? 0),
  };
}

function requestsOf(id: string, loaded = stack): { cpuMilli: number; memoryBytes: number } | undefined {
  return loaded.workloads.find((workload) => workload.id === id)?.requests;
}

const mebibyte = 1024 ** 2;

describe("the snapshot of seed 000", () => {
  // Seed 000, "Resource Utilization Snapshot (2025-12-19)"
  test.each([
    { node: "talos00", pods: 59, cpuPercent: 93, memoryPercent: 82 },
    { node: "talos01", pods: 45, cpuPercent: 54, memoryPercent: 97 },
    { node: "talos02-gpu", pods: 11, cpuPercent: 32, memoryPercent: 28 },
    { node: "talos03", pods: 9, cpuPercent: 4, memoryPercent: 16 },
  ])(
    "$node ran $pods pods that requested $cpuPercent % of its CPU and $memoryPercent % of its memory",
    ({ node, pods, cpuPercent, memoryPercent }) => {
      const snapshot = snapshotOf(node);
      expect(snapshot.pods).toBe(pods);
      expect(Math.abs(snapshot.cpuPercent - cpuPercent)).toBeLessThanOrEqual(1);
      expect(Math.abs(snapshot.memoryPercent - memoryPercent)).toBeLessThanOrEqual(1);
    },
  );

  test("allocatable is what Talos leaves of the machines", () => {
    expect(stack.hardware.machines.map(({ name, allocatable }) => [name, allocatable.cpuMilli, allocatable.memoryBytes])).toEqual([
      ["talos00", 7950, 17e9 - 612 * mebibyte],
      ["talos01", 11950, 24e9 - 484 * mebibyte],
      ["talos02-gpu", 13950, 64e9 - 484 * mebibyte],
      ["talos03", 15950, 15e9 - 484 * mebibyte],
    ]);
  });

  test("nothing that Berth deploys was there", () => {
    const installed = stack.workloads.filter(
      ({ managedBy, namespace }) => managedBy === "berth" || ["keda", "kyverno", "spegel", "reloader"].includes(namespace),
    );
    expect(installed.map(({ name }) => name).sort()).toEqual([
      "keda-admission-webhooks",
      "keda-operator",
      "keda-operator-metrics-apiserver",
      "kyverno-admission-controller",
      "kyverno-background-controller",
      "kyverno-cleanup-controller",
      "kyverno-reports-controller",
      "ollama",
      "reloader",
      "spegel",
      "tdarr-exporter",
    ]);
    expect(installed.filter(({ current }) => Object.keys(current).length > 0)).toEqual([]);
  });
});

describe("the seed's workloads", () => {
  test.each([
    ["kube-system/kube-apiserver", ["talos00"]],
    ["monitoring/alloy", ["talos00"]],
    ["monitoring/mimir-ingester", ["talos00"]],
    ["monitoring/loki", ["talos01"]],
    ["databases/postgresql", ["talos00"]],
    ["registry/nexus", ["talos01"]],
    ["media/kometa", ["talos00"]],
    ["media/tdarr", ["talos02-gpu"]],
    ["traefik/traefik", ["talos00", "talos01", "talos02-gpu", "talos03"]],
    ["node-feature-discovery/nfd-worker", ["talos00", "talos01", "talos02-gpu", "talos03"]],
    ["kube-system/amdgpu-device-plugin", ["talos03"]],
    ["intel-device-plugins/intel-gpu-plugin", ["talos01", "talos02-gpu"]],
  ])("%s ran on %j", (id, nodes) => {
    expect(Object.keys(stack.workloads.find((workload) => workload.id === id)?.current ?? {}).sort()).toEqual(nodes);
  });

  // Seed 000, "VPA Recommendations Reference"
  test.each([
    { id: "media/tdarr", now: [4000, 16384], recommended: [1700, 2764.8] },
    { id: "media/plex", now: [50, 256], recommended: [2400, 1843.2] },
    { id: "media/kometa", now: [0, 0], recommended: [1000, 1433.6] },
    { id: "media/jellyfin", now: [50, 256], recommended: [25, 380] },
  ])("$id requests what the seed says, and the VPA's target when that is applied", ({ id, now, recommended }) => {
    expect(requestsOf(id)).toMatchObject({ cpuMilli: now[0], memoryBytes: (now[1] ?? 0) * mebibyte });
    expect(requestsOf(id, withRecommendations)).toMatchObject({
      cpuMilli: recommended[0],
      memoryBytes: Math.ceil((recommended[1] ?? 0) * mebibyte),
    });
  });

  test("five of them scale to zero", () => {
    const scaled = stack.workloads.filter(({ coordinator }) => coordinator === "keda");
    expect(scaled.map(({ id }) => id).sort()).toEqual([
      "catalyst-llm/ollama",
      "media/prowlarr",
      "media/radarr",
      "media/sonarr",
      "media/tdarr-node-gpu",
    ]);
    expect(scaled.map(({ scaling }) => scaling?.minReplicas)).toEqual([0, 0, 0, 0, 0]);
  });

  test("the descheduler may move those of the rebalancing table, each within a budget", () => {
    const rebalanced = stack.workloads.filter(({ coordinator }) => coordinator === "descheduler");
    expect(rebalanced.map(({ name }) => name).sort()).toEqual([
      "loki",
      "mimir-compactor",
      "mimir-distributor",
      "mimir-ingester",
      "mimir-nginx",
      "mimir-querier",
      "mimir-query-frontend",
      "mimir-store-gateway",
      "postgresql",
    ]);
    expect(rebalanced.filter(({ disruption }) => disruption === undefined)).toEqual([]);
  });

  test("only what the namespaces of the seed's core table and the agents on every node hold tolerates the control plane", () => {
    const tolerating = stack.workloads.filter(({ tolerations }) =>
      tolerations.some(({ key }) => key === undefined || key === "node-role.kubernetes.io/control-plane"),
    );
    expect([...new Set(tolerating.map(({ namespace }) => namespace))].sort()).toEqual([
      "argocd",
      "cert-manager",
      "cilium-spire",
      "csi-driver-nfs",
      "external-secrets",
      "flux-system",
      "kube-system",
      "liqo",
      "local-path-storage",
      "node-feature-discovery",
      "spegel",
      "traefik",
    ]);
  });

  test("49 are named; one row a namespace stands for the rest and says that it is estimated", () => {
    const rest = stack.workloads.filter(({ name }) => name === "rest");
    expect(stack.workloads).toHaveLength(67);
    expect(rest).toHaveLength(18);
    expect(stack.workloads.filter(({ estimated }) => estimated)).toEqual(rest);
  });
});
