import { z } from "zod";
import { type Recording, recordProgram } from "../../components/testing/recorded-program";
import { deploymentPod, watchRules } from "../../infra/goals/testing/watch-rules";
import { plan } from "../../infra/placement/plan";
import type { PlannedWorkload } from "../../infra/placement/plan-document";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition } from "./definition";
import { deploy } from "./index";

const config = stackConfigSchema.parse({ talosSecretsFile: "secrets.yaml", talosDocuments: "components/testing/talos-documents" });
const stack = loadStack(definition, config);

const goalSpec = z.object({
  groups: z.array(
    z.looseObject({
      rules: z.array(
        z.looseObject({
          record: z.string().optional(),
          alert: z.string().optional(),
          expr: z.string(),
          labels: z.record(z.string(), z.string()).optional(),
          annotations: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
  ),
});

const planned = plan(stack.problem);
let recording: Recording;

beforeAll(async () => {
  recording = await recordProgram(() => deploy({ stack, plan: planned, config }), {
    invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({ ...inputs, machineConfiguration: "configuration" }),
  });
});

/** Names of a type's resources, sorted. */
function names(type: string): readonly string[] {
  return recording
    .ofType(type)
    .map(({ name }) => name)
    .sort();
}

describe("the homelab", () => {
  it("configures its four machines", () => {
    expect(names("talos:machine/configurationApply:ConfigurationApply")).toEqual([
      "homelab-talos00-apply",
      "homelab-talos01-apply",
      "homelab-talos02-gpu-apply",
      "homelab-talos03-apply",
    ]);
  });

  it("installs each chart once", () => {
    expect(names("kubernetes:helm.sh/v3:Release")).toEqual([
      "descheduler-chart",
      "keda-chart",
      "kyverno-chart",
      "nfs-chart",
      "prometheus-operator-crds-chart",
      "reloader-chart",
      "spegel-chart",
    ]);
  });

  it("shares the images of the seed's registries, and has containerd keep what is shared", () => {
    expect(recording.resource("spegel-chart").inputs["values"]).toMatchObject({
      spegel: {
        mirroredRegistries: [
          "https://docker.io",
          "https://ghcr.io",
          "https://quay.io",
          "https://gcr.io",
          "https://registry.k8s.io",
          "https://mcr.microsoft.com",
          "https://git.daviestechlabs.io",
          "https://public.ecr.aws",
        ],
      },
      service: { registry: { hostPort: 29999 } },
    });
    for (const { inputs } of recording.ofType("talos:machine/configurationApply:ConfigurationApply")) {
      expect(JSON.stringify(inputs["configPatches"])).toContain("discard_unpacked_layers = false");
    }
  });

  it("makes directories of the NAS for claims, over sixteen connections, before anything claims one", () => {
    expect(recording.resource("nfs-nfs-slow").inputs).toMatchObject({
      metadata: { name: "nfs-slow" },
      parameters: { server: "candlekeep", share: "/kubernetes" },
      mountOptions: ["nfsvers=4.1", "nconnect=16", "hard", "noatime"],
    });
    const classes = recording.ofType("kubernetes:storage.k8s.io/v1:StorageClass").map(({ inputs }) => inputs["metadata"]);
    const claimed = stack.workloads.filter(({ managedBy }) => managedBy === "berth").flatMap(({ volumes }) => volumes);
    expect(claimed.map(({ storageClass }) => ({ name: storageClass }))).toEqual(classes);
    expect(recording.resource("catalyst-llm-ollama-deployment").dependsOn).toContain("nfs-chart");
  });

  it("has the kinds of monitors before their charts", () => {
    expect(recording.resource("reloader-chart").dependsOn).toEqual(["reloader-namespace"]);
    expect(recording.resource("reloader-namespace").dependsOn).toEqual(["prometheus-operator-crds-chart"]);
    expect(recording.resource("spegel-namespace").dependsOn).toEqual(["prometheus-operator-crds-chart"]);
  });

  it("watches the seed's goals and the plan, in groups that Mimir takes", () => {
    const { inputs, dependsOn } = recording.resource("goals-rules");
    expect(dependsOn).toEqual(["prometheus-operator-crds-chart"]);
    const { groups } = goalSpec.parse(inputs["spec"]);
    expect(groups.every(({ rules }) => rules.length <= 20)).toBe(true);
    const rules = groups.flatMap(({ rules: each }) => each);
    expect(rules.filter(({ record }) => record === "berth:goal_met").map(({ labels }) => labels?.["goal"])).toEqual([
      "talos00: CPU requests below 70 %",
      "talos03: CPU requests above 30 %",
      "5 workloads or more scale to zero",
    ]);
    const outside = rules.filter(({ alert }) => alert === "PodOutsidePlan");
    expect(outside.length).toBeLessThan(12);
    const forLoki = outside.find(({ expr }) => expr.includes("monitoring/loki"));
    expect(forLoki?.annotations?.["description"]).toContain("It belongs on talos02-gpu");
    expect(recording.resource("goals-dashboards-berth-goals").inputs["metadata"]).toMatchObject({ namespace: "monitoring" });
  });

  it("says nothing while pods are where the plan has them, and tells of what is where it was before", async () => {
    const { groups } = goalSpec.parse(recording.resource("goals-rules").inputs["spec"]);
    const minutes = 30;
    const podsWhere = (nodesOf: (workload: PlannedWorkload) => readonly string[]): readonly string[] =>
      planned.workloads.flatMap((workload) =>
        nodesOf(workload).flatMap((node) => deploymentPod(workload.namespace, workload.name, node, minutes, node)),
      );
    const others = ["kube_pod_container_resource_requests 1x30"];
    expect(await watchRules(groups, [...podsWhere(({ nodes }) => nodes), ...others], minutes)).toEqual([]);
    const told = await watchRules(groups, [...podsWhere(({ before }) => before), ...others], minutes);
    expect(told).toContain("PodOutsidePlan mimir-ingester-6d5f-talos00 15-30");
    expect(told).toContain("PodOutsidePlan postgresql-6d5f-talos00 15-30");
    // It only falls back to where it was, which is told after a day.
    expect(told.filter((line) => line.includes("loki"))).toEqual([]);
  });

  it("has the descheduler leave alone what the seed leaves alone, in each of its plugins", () => {
    const policy = JSON.stringify(recording.resource("descheduler-chart").inputs["values"]);
    expect(policy.match(/"namespaces":\{"exclude":\["ai-ml","gitea","kuberay"\]\}/g)).toHaveLength(3);
    expect(policy).toMatch(/"evictableNamespaces":\{"exclude":\["ai-ml",[^\]]*"gitea",[^\]]*"kuberay"/);
  });

  it("scales the seed's five candidates to zero", () => {
    const scaled = recording.ofType("kubernetes:keda.sh/v1alpha1:ScaledObject");
    expect(scaled.map(({ inputs }) => inputs["metadata"])).toEqual(
      expect.arrayContaining([
        { namespace: "media", name: "sonarr" },
        { namespace: "media", name: "radarr" },
        { namespace: "media", name: "prowlarr" },
        { namespace: "media", name: "tdarr-node-gpu" },
        { namespace: "catalyst-llm", name: "ollama" },
      ]),
    );
    for (const { inputs } of scaled) {
      expect(inputs["spec"]).toMatchObject({ minReplicaCount: 0 });
    }
  });

  it("deploys its own workloads and no others", () => {
    const owned = stack.workloads
      .filter(({ managedBy }) => managedBy === "berth")
      .map(({ namespace, name }) => `${namespace}-${name}-deployment`);
    expect(names("kubernetes:apps/v1:Deployment")).toEqual([...owned].sort());
    expect(owned).toContain("catalyst-llm-ollama-deployment");
  });

  it("places by policy every other workload that Kyverno sees", () => {
    const expected = stack.workloads
      .filter(
        ({ managedBy, kind, namespace }) =>
          managedBy !== "berth" && kind !== "DaemonSet" && kind !== "StaticPod" && namespace !== "kube-system" && namespace !== "kyverno",
      )
      .map(({ namespace, name }) => `${namespace}-${name}-policy`);
    expect(names("kubernetes:policies.kyverno.io/v1:MutatingPolicy")).toEqual([...expected].sort());
  });

  it("gives every budget of the tables, and only those, to the cluster", () => {
    const budgets = stack.workloads.filter(({ disruption }) => disruption !== undefined && disruption !== "operator");
    expect(names("kubernetes:policy/v1:PodDisruptionBudget")).toHaveLength(budgets.length);
  });

  it("waits for what it needs: definitions before their objects, priorities before the pods that name them", () => {
    const priorities = ["priorities-0-core", "priorities-1-cluster", "priorities-2-gpu", "priorities-3-edge", "priorities-4-aux"];
    expect(recording.resource("kyverno-chart").dependsOn).toEqual(expect.arrayContaining(priorities));
    expect(recording.resource("media-sonarr-policy").dependsOn).toEqual(["kyverno-chart"]);
    expect(recording.resource("media-sonarr-scaling-scaler").dependsOn).toEqual(["keda-chart"]);
    expect(recording.resource("keda-chart").dependsOn).toEqual(expect.arrayContaining([...priorities, "keda-keda-operator-policy"]));
    expect(recording.resource("catalyst-llm-ollama-deployment").dependsOn).toEqual(expect.arrayContaining(priorities));
  });

  it("sends everything inside the cluster through the cluster's own provider", () => {
    const inside = recording.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(inside.length).toBeGreaterThan(50);
    expect(new Set(inside.map(({ provider }) => provider))).toEqual(new Set(["homelab-kubernetes"]));
  });

  it("gives no two resources of a type the same name", () => {
    const identities = recording.resources.map(({ type, name }) => `${type} ${name}`);
    expect(new Set(identities).size).toBe(identities.length);
  });

  it("keeps what Berth installs where the plan wants it", () => {
    expect(recording.resource("kyverno-chart").inputs["values"]).toMatchObject({
      admissionController: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100 }] } },
    });
    expect(recording.resource("descheduler-chart").inputs["values"]).toMatchObject({
      tolerations: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" }],
    });
  });
});
