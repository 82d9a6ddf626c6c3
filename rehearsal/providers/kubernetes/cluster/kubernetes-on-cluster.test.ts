import type { KubernetesObject } from "../../../../kubernetes-api/cluster-api";
import { placeholderAnnotation } from "../../../workloads/placeholder";
import { InMemoryCluster } from "../../../../kubernetes-api/testing/in-memory-cluster";
import { type PropertyMap, revealedMap, secret, valueAt } from "../../property-value";
import { InitializationError } from "../../stand-in";
import { kubernetesOnCluster, type KubernetesOnCluster } from "./kubernetes-on-cluster";

const deploymentType = "kubernetes:apps/v1:Deployment";
const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "apps" },
  spec: { replicas: 2, selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } } } },
} satisfies PropertyMap;
const configMapType = "kubernetes:core/v1:ConfigMap";
const configMap = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "apps" },
  data: { key: "value" },
} satisfies PropertyMap;

let cluster: InMemoryCluster;
let provider: KubernetesOnCluster;
const { signal } = new AbortController();

beforeEach(async () => {
  cluster = new InMemoryCluster();
  provider = kubernetesOnCluster("4.34.2", cluster, { limits: { readySeconds: 0.05, goneSeconds: 0.05, retryMilliseconds: [1] } });
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "apps" } }, { fieldManager: "test" });
  cluster.writes.length = 0;
});

const urnOf = (type: string): string => `urn:pulumi:s::p::${type}::it`;

async function create(type: string, inputs: PropertyMap, preview = false) {
  return provider.create({ urn: urnOf(type), type, inputs, preview, signal });
}

async function update(type: string, id: string, inputs: PropertyMap, preview = false): Promise<PropertyMap> {
  return provider.update({ urn: urnOf(type), type, id, inputs, preview, oldInputs: inputs, oldOutputs: inputs, signal });
}

async function read(type: string, id: string, inputs?: PropertyMap) {
  return provider.read({ urn: urnOf(type), type, id, inputs, outputs: inputs });
}

async function remove(type: string, id: string, inputs: PropertyMap): Promise<void> {
  await provider.delete?.({ urn: urnOf(type), type, id, inputs, outputs: inputs, signal });
}

/** What controllers make of a Deployment whose pods all run. */
function available({ kind, metadata }: KubernetesObject): Record<string, unknown> | undefined {
  return kind === "Deployment"
    ? { observedGeneration: metadata["generation"], replicas: 2, updatedReplicas: 2, availableReplicas: 2 }
    : undefined;
}

describe("an object", () => {
  it("is applied under a field manager of its own, and its outputs are what the API server has", async () => {
    cluster.react = available;
    const { id, outputs } = await create(deploymentType, deployment);
    expect(id).toBe("apps/web");
    expect(outputs).toMatchObject({ ...deployment, status: { availableReplicas: 2 } });
    expect(cluster.writes).toEqual([expect.stringMatching(/^apply apps\/v1 Deployment apps\/web by pulumi-kubernetes-[0-9a-f]{8}$/)]);
  });

  it("of another owner is taken over where nothing contradicts, and is a conflict where something does", async () => {
    await cluster.apply({ ...configMap, metadata: { ...configMap.metadata } }, { fieldManager: "kubectl" });
    expect((await create(configMapType, configMap)).id).toBe("apps/a");
    const other = { ...configMap, data: { key: "other" } };
    await expect(create(configMapType, other)).rejects.toThrow(/apply conflict: .*conflict with "kubectl": \.data\.key/);
    const forced = { ...other, metadata: { ...other.metadata, annotations: { "pulumi.com/patchForce": "true" } } };
    expect((await create(configMapType, forced)).outputs).toMatchObject({ data: { key: "other" } });
  });

  it("takes the place of what is played for it, and of nothing else", async () => {
    cluster.react = available;
    const reference = { apiVersion: "apps/v1", kind: "Deployment", namespace: "apps", name: "web" };
    const metadata = { ...deployment.metadata, annotations: { [placeholderAnnotation]: "true" } };
    await cluster.apply({ ...deployment, metadata }, { fieldManager: "player" });
    const before = await cluster.get(reference);
    await create(deploymentType, deployment);
    const after = await cluster.get(reference);
    expect(after?.metadata["uid"]).not.toBe(before?.metadata["uid"]);
    expect(after?.metadata).not.toHaveProperty("annotations");
  });

  it("is tried again when its namespace comes only now", async () => {
    const late = { ...configMap, metadata: { name: "a", namespace: "late" } };
    await expect(create(configMapType, late)).rejects.toThrow('namespaces "late" not found');
    cluster.refuse = () => undefined;
    const pending = create(configMapType, late);
    await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "late" } }, { fieldManager: "test" });
    expect((await pending).id).toBe("late/a");
  });

  it("that is gone is not made anew by an update", async () => {
    await expect(update(configMapType, "apps/a", configMap)).rejects.toThrow("ConfigMap apps/a is not there any more; run a refresh");
  });

  it("keeps in its outputs the marks of what is secret", async () => {
    const inputs = { apiVersion: "v1", kind: "Secret", metadata: { name: "s", namespace: "apps" }, stringData: { token: secret("t") } };
    const { outputs } = await create("kubernetes:core/v1:Secret", inputs);
    expect(outputs["stringData"]).toEqual(secret({ token: "t" }));
    const named = { ...configMap, data: { key: secret("value") } };
    expect(valueAt((await create(configMapType, named)).outputs, ["data", "key"])).toEqual(secret("value"));
  });
});

describe("a preview", () => {
  it("asks the API server, and changes nothing", async () => {
    cluster.refuse = ({ spec }) => (spec === undefined ? 'unknown field "data.typo"' : undefined);
    await expect(create(configMapType, configMap, true)).rejects.toThrow('unknown field "data.typo"');
    cluster.refuse = () => undefined;
    expect((await create(configMapType, configMap, true)).outputs).toMatchObject({ data: { key: "value" } });
    expect(cluster.writes).toEqual([]);
  });

  it("passes what cannot be decided: kinds, namespaces and values that come with the update", async () => {
    const scaled = { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", metadata: { name: "a", namespace: "apps" } };
    expect((await create("kubernetes:keda.sh/v1alpha1:ScaledObject", scaled, true)).outputs).toEqual(scaled);
    const elsewhere = { ...configMap, metadata: { name: "a", namespace: "new" } };
    expect((await create(configMapType, elsewhere, true)).outputs).toEqual(elsewhere);
    cluster.refuse = () => "never asked";
    const unknown = { ...configMap, data: { key: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } };
    expect((await create(configMapType, unknown, true)).outputs).toEqual(unknown);
  });
});

describe("readiness", () => {
  it("that does not come is an error that keeps the object in the state, with the scheduler's reason", async () => {
    await cluster.apply(
      { apiVersion: "v1", kind: "Pod", metadata: { name: "web-1", namespace: "apps", labels: { app: "web" } } },
      { fieldManager: "test" },
    );
    const message = "0/4 nodes are available: 4 Insufficient memory.";
    await cluster.patch(
      { apiVersion: "v1", kind: "Pod", namespace: "apps", name: "web-1" },
      { status: { conditions: [{ type: "PodScheduled", status: "False", message }] } },
      "status",
    );
    cluster.react = ({ kind, metadata }) => (kind === "Deployment" ? { observedGeneration: metadata["generation"] } : undefined);
    const failure = await create(deploymentType, deployment).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(InitializationError);
    expect(failure).toMatchObject({
      id: "apps/web",
      reasons: ["0 of 2 pods are available", `pod web-1 has no node: ${message}`],
      outputs: { metadata: { name: "web" } },
    });
  });

  it("is not waited for when an annotation says so", async () => {
    const skipped = { ...deployment, metadata: { ...deployment.metadata, annotations: { "pulumi.com/skipAwait": "true" } } };
    expect((await create(deploymentType, skipped)).id).toBe("apps/web");
  });
});

describe("a refresh", () => {
  it("finds what was changed in a field of the program, and nothing else", async () => {
    const { id } = await create(configMapType, configMap);
    await cluster.patch({ apiVersion: "v1", kind: "ConfigMap", namespace: "apps", name: "a" }, { data: { other: "new" } });
    expect((await read(configMapType, id, configMap))?.inputs).toEqual(configMap);
    await cluster.patch({ apiVersion: "v1", kind: "ConfigMap", namespace: "apps", name: "a" }, { data: { key: "drift" } });
    expect((await read(configMapType, id, configMap))?.inputs).toEqual({ ...configMap, data: { key: "drift" } });
  });

  it("says that what is gone is gone", async () => {
    expect(await read(configMapType, "apps/a", configMap)).toBeUndefined();
  });

  it("that imports has what somebody wrote, without what the API server added", async () => {
    await create(configMapType, configMap);
    expect((await read(configMapType, "apps/a"))?.inputs).toEqual(configMap);
  });
});

describe("deletion", () => {
  it("waits until the object is gone, and says which finalizer keeps it", async () => {
    const held = { ...configMap, metadata: { ...configMap.metadata, finalizers: ["example.com/hold"] } };
    await create(configMapType, held);
    await expect(remove(configMapType, "apps/a", held)).rejects.toThrow(
      "v1 ConfigMap apps/a is not gone: it waits for its finalizers example.com/hold",
    );
    await cluster.patch({ apiVersion: "v1", kind: "ConfigMap", namespace: "apps", name: "a" }, { metadata: { finalizers: null } });
    await remove(configMapType, "apps/a", held);
    expect(cluster.contents).toEqual(["v1 Namespace apps"]);
  });

  it("of a patch gives its fields up and leaves the object", async () => {
    await cluster.apply({ apiVersion: "v1", kind: "Node", metadata: { name: "n", labels: { theirs: "1" } } }, { fieldManager: "kubelet" });
    const patch = { apiVersion: "v1", kind: "Node", metadata: { name: "n", labels: { ours: "1" } } };
    await create("kubernetes:core/v1:NodePatch", patch);
    await remove("kubernetes:core/v1:NodePatch", "n", patch);
    expect((await cluster.get({ apiVersion: "v1", kind: "Node", name: "n" }))?.metadata["labels"]).toEqual({ theirs: "1" });
  });
});

describe("a kind that nothing defines here", () => {
  const type = "kubernetes:cilium.io/v2:CiliumLoadBalancerIPPool";
  const pool = { apiVersion: "cilium.io/v2", kind: "CiliumLoadBalancerIPPool", metadata: { name: "pool" } } satisfies PropertyMap;

  it("is kept in the state alone and named, where its definition comes with a chart", async () => {
    expect((await create(type, pool)).id).toBe("pool");
    expect(provider.keptObjects()).toEqual([
      { apiVersion: "cilium.io/v2", kind: "CiliumLoadBalancerIPPool", id: "pool", definedBy: "the chart cilium" },
    ]);
    expect(await read(type, "pool", pool)).toEqual({ id: "pool", inputs: pool, outputs: pool });
    expect(revealedMap(await update(type, "pool", { ...pool, spec: {} }))).toMatchObject({ spec: {} });
    await remove(type, "pool", pool);
    expect([provider.keptObjects(), cluster.writes]).toEqual([[], []]);
  });

  it("is an error where it should be there", async () => {
    const thing = { apiVersion: "example.com/v1", kind: "Thing", metadata: { name: "t", namespace: "apps" } };
    await expect(create("kubernetes:example.com/v1:Thing", thing)).rejects.toThrow("the API server does not serve example.com/v1 Thing");
  });
});
