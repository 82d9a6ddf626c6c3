import { type Recording, recordProgram } from "../../components/testing/recorded-program";
import { plan } from "../../infra/placement/plan";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition } from "./definition";
import { deploy } from "./index";
import { withCardIn } from "./testing/with-card-in";

const config = stackConfigSchema.parse({});
const machines = ["k8s-master", "k8s-node1", "k8s-node2", "k8s-node3", "k8s-node4"];

async function record(of: typeof definition): Promise<Recording> {
  const stack = loadStack(of, config);
  const planned = plan(stack.problem);
  return recordProgram(() => deploy({ stack, plan: planned, config }), {
    invoke: ({ inputs }: { inputs: Record<string, unknown> }) => ({ ...inputs, machineConfiguration: "configuration" }),
  });
}

let recording: Recording;

beforeAll(async () => {
  recording = await record(definition);
});

/** Names of a type's resources, sorted. */
function names(type: string, of = recording): readonly string[] {
  return of
    .ofType(type)
    .map(({ name }) => name)
    .sort();
}

describe("the R730", () => {
  it("configures its five machines and begins one cluster", () => {
    expect(names("talos:machine/configurationApply:ConfigurationApply")).toEqual(machines.map((name) => `r730-${name}-apply`));
    expect(recording.ofType("talos:machine/bootstrap:Bootstrap").map(({ inputs }) => inputs["node"])).toEqual(["10.0.20.100"]);
  });

  it("has one image with NVIDIA's driver and one without", () => {
    const schematics = recording.ofType("talos:imageFactory/schematic:Schematic").map(({ inputs }) => String(inputs["schematic"]));
    expect(schematics).toHaveLength(2);
    expect(schematics.filter((schematic) => schematic.includes("siderolabs/nvidia-container-toolkit-lts"))).toHaveLength(1);
  });

  it("installs each chart once", () => {
    expect(names("kubernetes:helm.sh/v3:Release")).toEqual([
      "cilium-chart",
      "descheduler-chart",
      "kyverno-chart",
      "node-feature-discovery-chart",
      "nvidia-device-plugin-chart",
    ]);
  });

  it("shares the card in 16, where discovery finds it", () => {
    expect(recording.resource("nvidia-device-plugin-chart").inputs["values"]).toMatchObject({
      nodeSelector: { "nvidia.com/gpu.present": "true" },
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
      config: { default: "shared", map: { shared: expect.stringContaining("replicas: 16") as unknown } },
    });
    expect(recording.resource("node-feature-discovery-nvidia").inputs["spec"]).toMatchObject({
      rules: [{ labels: { "nvidia.com/gpu.present": "true" } }],
    });
  });

  it("makes every namespace of the table that nothing else makes, with its tier", () => {
    const prefixed = definition.namespaces.filter(({ name }) => /^\d-/.test(name)).map(({ name }) => name);
    expect(names("kubernetes:core/v1:Namespace")).toEqual(
      [...prefixed.map((name) => `namespaces-${name}`), "node-feature-discovery-namespace", "nvidia-device-plugin-namespace"].sort(),
    );
    expect(recording.resource("namespaces-4-aux-vaultwarden").inputs).toMatchObject({
      metadata: { name: "4-aux-vaultwarden", labels: { "berth.dev/tier": "4-aux" } },
    });
  });

  it("places by policy every workload that Kyverno sees", () => {
    const expected = definition.workloads
      .filter(
        ({ kind, namespace }) => kind !== "DaemonSet" && kind !== "StaticPod" && namespace !== "kube-system" && namespace !== "kyverno",
      )
      .map(({ namespace, name }) => `${namespace}-${name}-policy`);
    expect(names("kubernetes:policies.kyverno.io/v1:MutatingPolicy")).toEqual([...expected].sort());
  });

  it("waits for what it needs: network before pods, discovery before the plugin, namespaces before budgets", () => {
    expect(recording.resource("node-feature-discovery-chart").dependsOn).toEqual(["node-feature-discovery-namespace"]);
    expect(recording.resource("node-feature-discovery-namespace").dependsOn).toEqual(["cilium-chart"]);
    expect(recording.resource("kyverno-chart").dependsOn).toEqual(
      expect.arrayContaining(["cilium-chart", "nvidia-device-plugin-chart", "namespaces-1-cluster-mysql", "priorities-0-core"]),
    );
    expect(recording.resource("0-core-traefik-traefik-budget-pdb").dependsOn).toEqual(
      expect.arrayContaining(["namespaces-0-core-traefik"]),
    );
  });

  it("sends everything inside the cluster through the cluster's own provider", () => {
    const inside = recording.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(inside.length).toBeGreaterThan(50);
    expect(new Set(inside.map(({ provider }) => provider))).toEqual(new Set(["r730-kubernetes"]));
  });

  it("gives no two resources of a type the same name", () => {
    const identities = recording.resources.map(({ type, name }) => `${type} ${name}`);
    expect(new Set(identities).size).toBe(identities.length);
  });
});

describe("with the card given to k8s-node3", () => {
  /** Inputs of every resource that tells a GPU workload, MySQL or the device plugin where to run. */
  function placed(of: Recording): object {
    const kept = of.resources.filter(({ type, name }) => {
      const serves = /^(2-gpu-|nvidia-device-plugin|node-feature-discovery)/.test(name);
      return serves && type.startsWith("kubernetes:");
    });
    return kept.map(({ name, inputs }) => [name, inputs]).sort();
  }

  it("nothing in the cluster changes for those that use it, and no name of a node stands anywhere in it", async () => {
    const moved = await record(withCardIn("k8s-node3"));
    expect(placed(moved)).toEqual(placed(recording));
    const inCluster = (of: Recording): string =>
      JSON.stringify(of.resources.filter(({ type }) => type.startsWith("kubernetes:")).map(({ inputs }) => inputs));
    expect(inCluster(recording)).not.toMatch(/k8s-(master|node)/);
    expect(inCluster(moved)).not.toMatch(/k8s-(master|node)/);
  });
});
