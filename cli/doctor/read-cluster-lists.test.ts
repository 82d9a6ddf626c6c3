import { clusterLists } from "../../infra/symptoms/lists";
import { diagnose } from "../../infra/symptoms/diagnose";
import {
  changed,
  type ClusterObjects,
  healthyCluster,
  healthyPlan,
  healthyStack,
  now,
  podOf,
} from "../../infra/symptoms/testing/healthy-cluster";
import type { ApiObject } from "../../infra/observe/testing/cluster-of-stack";
import { kubernetesClient } from "../../kubernetes-api/client";
import type { Connection } from "../../kubernetes-api/connection";
import { type ApiServerBehaviour, type RunningApiServer, startApiServer } from "../../kubernetes-api/testing/api-server";
import { readClusterLists, type ReadLists } from "./read-cluster-lists";
import { renderDiagnosis } from "./render-diagnosis";

let server: RunningApiServer;

afterEach(async () => {
  await server.close();
});

async function read(objects: ClusterObjects, behaviour: Partial<ApiServerBehaviour> = {}): Promise<ReadLists> {
  const entries = Object.entries(clusterLists).map(([name, { path }]): [string, readonly ApiObject[]] => {
    const [, listed] = Object.entries(objects).find(([list]) => list === name) ?? [];
    return [path, typeof listed === "object" ? listed : []];
  });
  server = await startApiServer({ objects: Object.fromEntries(entries), pageSize: 3, ...behaviour });
  const nothing = {
    certificateAuthority: undefined,
    clientCertificate: undefined,
    clientKey: undefined,
    token: undefined,
    serverName: undefined,
  };
  const connection: Connection = { server: server.url, clusterName: "c", contextName: "admin@c", ...nothing, insecure: false };
  const client = kubernetesClient(connection);
  return readClusterLists(client, connection, () => undefined).finally(() => {
    client.close();
  });
}

function printed({ snapshot, unreadable }: ReadLists): string {
  return renderDiagnosis(diagnose(healthyStack, healthyPlan, { ...snapshot, server: "https://there" }, now), unreadable);
}

it("reads every list, page by page, and no secret, and changes nothing", async () => {
  const lists = await read(healthyCluster());
  expect(printed(lists)).toMatch(/^valid at https:\/\/there: nothing found\n\nLooked for in vain: Nodes that differ from the tables, /);
  const paths = server.requests.map((request) => request.replace(/\?.*$/, ""));
  expect([...new Set(paths)].sort()).toEqual(
    Object.values(clusterLists)
      .map(({ path }) => `GET ${path}`)
      .sort(),
  );
  expect(server.requests.filter((request) => request.includes("continue=")).length).toBeGreaterThan(2);
  expect(server.requests.filter((request) => request.startsWith("GET /api/v1/events"))).toEqual([
    "GET /api/v1/events?fieldSelector=reason%3DFailedCreate&limit=500",
  ]);
});

it("says what it saw, why, and what mends it, by symptom", async () => {
  const jellyfin = podOf("media/jellyfin");
  const { nodes } = clusterLists;
  const lists = await read(changed("pods", jellyfin, { spec: { nodeName: "worker1" } }), {
    absent: [clusterLists.podMetrics.path],
    forbidden: [nodes.path],
  });
  expect(lists.snapshot.readings).toMatchObject({ nodes: "denied", podMetrics: "absent" });
  expect(printed(lists).split("\n").slice(0, 11)).toEqual([
    "valid at https://there: 1 finding of 1 symptom",
    "",
    "Pods outside their planned nodes  (pods-outside-plan)",
    `  ! media/${jellyfin}: runs on worker1; planned on gpu1`,
    "      why: it started under an earlier plan of valid, or somebody bound it by hand",
    "      → kubectl -n media rollout restart deployment/jellyfin",
    "",
    "Not looked for; nothing is known about these",
    "  ? Nodes that differ from the tables: nodes may not be listed",
    "  ? Nodes that are not well: nodes may not be listed",
    "  ? Nodes whose card cannot be used: nodes may not be listed",
  ]);
});

it("says once what is the same of several pods", async () => {
  const dashboard = podOf("home/dashboard");
  const unmarked = { metadata: { labels: { "scaling.talos.io/managed-by": undefined } } };
  const both = changed("pods", dashboard.replace(/0$/, "1"), unmarked, changed("pods", dashboard, unmarked));
  const report = printed(await read(both));
  expect(report).toContain("2 findings of 1 symptom\n");
  expect(report).toContain(`  ! home/${dashboard}, home/${dashboard.replace(/0$/, "1")}: has no label`);
});

it("names an object that is not as documented", async () => {
  const lists = await read(changed("resourceQuotas", "tier", { status: { hard: { pods: "many" } } }));
  expect(printed(lists)).toContain(
    "Left out, because they are not as documented\n  ? resourcequotas media/tier: status.hard.pods: must be a Kubernetes quantity\n",
  );
});

it("can do nothing without pods, and says how to grant the right", async () => {
  await expect(read(healthyCluster(), { forbidden: ["/api/v1/pods"] })).rejects.toThrow("--clusterrole=view");
});
