import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type ApiServerBehaviour, startApiServer } from "../../kubernetes-api/testing/api-server";
import { readRecommendations } from "./read-recommendations";

const path = "/apis/autoscaling.k8s.io/v1/verticalpodautoscalers";
const amounts = { cpu: "25m", memory: "100Mi" };
const recommended = { containerName: "app", lowerBound: amounts, target: amounts, upperBound: { cpu: "1", memory: "200Mi" } };
const vpa = (name: string, change: object = {}): Readonly<Record<string, unknown>> => ({
  metadata: { namespace: "media", name, creationTimestamp: "2026-01-01T00:00:00Z" },
  spec: { targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "plex" }, updatePolicy: { updateMode: "Off" } },
  status: { recommendation: { containerRecommendations: [recommended] } },
  ...change,
});

/** What is read from a cluster that behaves so, and what is said meanwhile. */
async function read(behaviour: ApiServerBehaviour): Promise<{ readonly found: unknown; readonly said: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "berth-rightsize-"));
  const server = await startApiServer(behaviour);
  try {
    const kubeconfig = join(folder, "kubeconfig");
    const config = {
      "current-context": "test",
      clusters: [{ name: "test", cluster: { server: server.url } }],
      users: [{ name: "test", user: {} }],
      contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    };
    writeFileSync(kubeconfig, stringify(config));
    const said: string[] = [];
    const found = await readRecommendations({ kubeconfig }, {}, (line) => said.push(line));
    return { found, said };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

it("reads the VPAs of a cluster, those without data too", async () => {
  const { found, said } = await read({
    objects: {
      [path]: [
        vpa("goldilocks-plex"),
        vpa("young", { status: {} }),
        vpa("default-mode", { spec: { targetRef: { kind: "Deployment", name: "x" } } }),
      ],
    },
  });
  expect(found).toMatchObject([
    {
      vpa: "goldilocks-plex",
      namespace: "media",
      target: { kind: "Deployment", name: "plex" },
      mode: "Off",
      createdAt: Date.parse("2026-01-01T00:00:00Z"),
      containers: [{ container: "app", target: { cpuMilli: 25, memoryBytes: 100 * 1024 ** 2 } }],
    },
    { vpa: "young", mode: "Off", containers: [] },
    { vpa: "default-mode", mode: "Auto" },
  ]);
  expect(said).toHaveLength(1);
});

it("names what it cannot read, and reads the rest", async () => {
  const { found, said } = await read({ objects: { [path]: [vpa("odd", { spec: {} }), vpa("goldilocks-plex")] } });
  expect(found).toMatchObject([{ vpa: "goldilocks-plex" }]);
  expect(said[1]).toMatch(/^warning: VerticalPodAutoscaler media\/odd is left out: /);
});

it.each<[string, ApiServerBehaviour, string]>([
  ["may not be listed", { objects: {}, forbidden: [path] }, "the user may not list them"],
  ["are not known", { objects: {}, absent: [path] }, "the cluster has no VPA"],
])("says so when they %s", async (_, behaviour, message) => {
  await expect(read(behaviour)).rejects.toThrow(message);
});
