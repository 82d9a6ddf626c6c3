import { loadStack } from "../infra/stack/load-stack";
import { validConfig, validDefinition } from "../infra/stack/testing/valid-stack";
import { type LiveCluster, readLiveCluster } from "./live-cluster";
import { matchPods } from "./live-workloads";
import { mismatches } from "./mismatches";
import { SimulatedCluster } from "./testing/simulated-cluster";

const stack = loadStack(validDefinition, validConfig);
const rowOf = (id: string) => {
  const row = stack.workloads.find((each) => each.id === id);
  if (row === undefined) {
    throw new Error(`no row ${id}`);
  }
  return row;
};

async function findings(change: (api: SimulatedCluster) => Promise<unknown>, see: (cluster: LiveCluster) => LiveCluster = (c) => c) {
  const api = await SimulatedCluster.of(stack);
  await change(api);
  const cluster = see(await readLiveCluster(api));
  return mismatches(stack, cluster, matchPods(stack.workloads, cluster)).map(
    ({ path, message, value }) => `${path} ${message}${value === undefined ? "" : ` (${value})`}`,
  );
}

it("finds none in a cluster that the tables describe", async () => {
  expect(await findings(async () => Promise.resolve())).toEqual([]);
});

it("goes by how many pods an autoscaler has", async () => {
  const deployment = { apiVersion: "apps/v1", kind: "Deployment", namespace: "media", name: "sonarr" };
  expect(await findings(async (api) => api.patch(deployment, { spec: { replicas: 0 } }))).toEqual([]);
});

it.each<[string, (api: SimulatedCluster) => Promise<unknown>, string]>([
  [
    "a node too many",
    async (api) => api.create({ apiVersion: "v1", kind: "Node", metadata: { name: "spare" }, spec: {} }),
    "spare is a node of the cluster and not in the tables",
  ],
  [
    "a node that is missing",
    async (api) => api.delete({ apiVersion: "v1", kind: "Node", name: "worker1" }),
    "worker1 is in the tables and no node of the cluster",
  ],
  [
    "a cordoned node",
    async (api) => api.patch({ apiVersion: "v1", kind: "Node", name: "worker1" }, { spec: { unschedulable: true } }),
    "worker1 is cordoned: nothing can start there",
  ],
  [
    "another number of pods",
    async (api) =>
      api.patch({ apiVersion: "apps/v1", kind: "Deployment", namespace: "home", name: "mosquitto" }, { spec: { replicas: 3 } }),
    "home/mosquitto is to have 1 pods by the tables (3)",
  ],
  [
    "a pod with other requests",
    async (api) =>
      api.addPod({ ...rowOf("home/mosquitto"), requests: { ...rowOf("home/mosquitto").requests, cpuMilli: 900 } }, "worker1", "big"),
    "home/mosquitto requests 20m CPU and 64Mi by the tables (900m CPU and 64Mi of pod big)",
  ],
  [
    "what may not move elsewhere",
    async (api) => api.addPod(rowOf("databases/postgres"), "gpu1", "astray"),
    "databases/postgres may not move, and its pod databases/astray is not where the tables have it (gpu1)",
  ],
  [
    "a pod of nobody",
    async (api) =>
      api.addPod({ ...rowOf("home/mosquitto"), name: "stranger", id: "home/stranger", podLabels: {} }, "worker1", "stranger-1"),
    "home/stranger runs in the cluster (pod home/stranger-1) and is in no row of the tables",
  ],
])("names %s", async (_, change, expected) => {
  expect(await findings(change)).toEqual([expected]);
});

it("names what was never deployed", async () => {
  const without = (cluster: LiveCluster): LiveCluster => ({
    ...cluster,
    pods: cluster.pods.filter(({ workload }) => workload !== "home/mosquitto"),
    controllers: new Map([...cluster.controllers].filter(([key]) => key !== "Deployment home/mosquitto")),
  });
  expect(await findings(async () => Promise.resolve(), without)).toEqual([
    "home/mosquitto is in the tables, and the cluster has no such Deployment",
  ]);
});
