import { loadStack } from "../infra/stack/load-stack";
import { validConfig, withExtraWorkload, withWorkload } from "../infra/stack/testing/valid-stack";
import type { Finding } from "../infra/diagnostics/finding";
import { constraintFindings } from "./constraints-applied";
import { readLiveCluster } from "./live-cluster";
import { matchPods } from "./live-workloads";
import { movingTarget, planLiveMoves } from "./plan-live";
import { SimulatedCluster } from "./testing/simulated-cluster";

const definition = withExtraWorkload(
  {
    namespace: "media",
    name: "app",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "100m", memory: "128Mi" },
    pin: "strict",
    current: { cp1: 1 },
  },
  withWorkload("kube-system/coredns", { current: { cp1: 1, gpu1: 1 } }),
);

/** What is found when new pods of the workload are admitted with these fields. */
async function findings(spec: Readonly<Record<string, unknown>>): Promise<readonly Finding[]> {
  const stack = loadStack(definition, validConfig);
  const target = movingTarget(stack);
  const api = await SimulatedCluster.of(stack);
  await api.patch({ apiVersion: "apps/v1", kind: "Deployment", namespace: "media", name: "app" }, { spec: { template: { spec } } });
  const cluster = await readLiveCluster(api);
  return constraintFindings(api, target, cluster, matchPods(stack.workloads, cluster), planLiveMoves(target, cluster).moves);
}

const on = (node: string) => ({ nodeSelector: { "kubernetes.io/hostname": node } });

it("finds nothing where a new pod can only start on its planned node", async () => {
  expect(await findings(on("gpu1"))).toEqual([]);
});

it("names the nodes that a new pod could start on and should not", async () => {
  expect(await findings(on("worker1"))).toMatchObject([
    { path: "media/app", message: "could start on worker1, where the plan does not allow it" },
  ]);
});

it("sees taints, and that a new pod would have no node at all", async () => {
  expect(await findings(on("cp1"))).toMatchObject([{ path: "media/app", message: "could start on none of its planned nodes (gpu1)" }]);
});
