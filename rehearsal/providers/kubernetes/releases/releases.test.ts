import type { KubernetesObject } from "../../../../kubernetes-api/cluster-api";
import { InMemoryCluster } from "../../../../kubernetes-api/testing/in-memory-cluster";
import type { PropertyMap } from "../../property-value";
import type { ReleaseArgs } from "./charts";
import { Releases } from "./releases";

const urn = "urn:pulumi:s::p::kubernetes:helm.sh/v3:Release::web";
const type = "kubernetes:helm.sh/v3:Release";
const inputs = { name: "web", namespace: "apps", chart: "web", version: "1.2.3", createNamespace: true } satisfies PropertyMap;
const { signal } = new AbortController();

let cluster: InMemoryCluster;
let releases: Releases;
/** What the chart at hand makes; undefined while there is none. */
let chart: readonly KubernetesObject[] | undefined;
/** What it was rendered with. */
let asked: ReleaseArgs[];
const stored = "v1 Secret apps/sh.helm.release.v1.web.v1";

beforeEach(() => {
  cluster = new InMemoryCluster();
  chart = [deployment, configMap];
  asked = [];
  releases = new Releases(
    cluster,
    {
      render: async (release) => {
        asked.push(release);
        return Promise.resolve(chart);
      },
      definitionsOf: async (name) => Promise.resolve(name === "web" ? [definition] : []),
    },
    { readySeconds: 0.05, goneSeconds: 0.05, retryMilliseconds: [1] },
  );
  cluster.react = available;
});

const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "web" }, data: { key: "value" } };
const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", labels: { app: "web" } },
  spec: { replicas: 1, selector: { matchLabels: { app: "web" } } },
};
const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "things.example.com" },
  spec: { group: "example.com", names: { kind: "Thing" }, scope: "Namespaced", versions: [{ name: "v1" }] },
};
const webhook = { apiVersion: "admissionregistration.k8s.io/v1", kind: "MutatingWebhookConfiguration", metadata: { name: "web" } };

/** What controllers make of it: pods that run, and a definition that is served. */
function available({ kind, metadata }: KubernetesObject): Record<string, unknown> | undefined {
  switch (kind) {
    case "Deployment":
      return { observedGeneration: metadata["generation"], replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
    case "CustomResourceDefinition":
      return { conditions: [{ type: "Established", status: "True" }] };
    default:
      return undefined;
  }
}

async function create(changes: PropertyMap = {}, preview = false) {
  return releases.create({ urn, type, inputs: { ...inputs, ...changes }, preview, signal });
}

async function update(changes: PropertyMap = {}, preview = false): Promise<PropertyMap> {
  const common = { urn, type, id: "apps/web", oldInputs: inputs, oldOutputs: inputs, signal };
  return releases.update({ ...common, inputs: { ...inputs, ...changes }, preview });
}

async function remove(): Promise<void> {
  await releases.delete({ urn, type, id: "apps/web", inputs, outputs: inputs, signal });
}

describe("a chart at hand", () => {
  it("is made in Helm's order, in the release's namespace and marked as Helm's", async () => {
    const { id, outputs } = await create({ values: { replicas: 1 } });
    expect(id).toBe("apps/web");
    expect(asked.map(({ values, version, skipCrds }) => ({ values, version, skipCrds }))).toEqual([
      { values: { replicas: 1 }, version: "1.2.3", skipCrds: false },
    ]);
    expect(cluster.writes).toEqual([
      "apply v1 Namespace apps by helm",
      `apply ${stored} by helm`,
      "apply v1 ConfigMap apps/web by helm",
      "apply apps/v1 Deployment apps/web by helm",
    ]);
    const { metadata } = (await cluster.get({ apiVersion: "apps/v1", kind: "Deployment", namespace: "apps", name: "web" })) ?? deployment;
    expect(metadata).toMatchObject({
      labels: { app: "web", "app.kubernetes.io/managed-by": "Helm" },
      annotations: { "meta.helm.sh/release-name": "web", "meta.helm.sh/release-namespace": "apps" },
    });
    expect(outputs).toMatchObject({
      resourceNames: { "ConfigMap/v1": ["apps/web"], "Deployment/apps/v1": ["apps/web"] },
      status: { name: "web", namespace: "apps", version: "1.2.3", revision: 1, status: "deployed" },
    });
    expect(releases.recorded()).toEqual([]);
  });

  it("is known from the preview on, which makes nothing", async () => {
    const { id, outputs } = await create({}, true);
    expect([id, outputs["status"], cluster.writes]).toEqual(["apps/web", undefined, []]);
    expect(releases.rendered()).toEqual([
      { apiVersion: "apps/v1", kind: "Deployment", namespace: "apps", name: "web", release: "apps/web" },
      { apiVersion: "v1", kind: "ConfigMap", namespace: "apps", name: "web", release: "apps/web" },
    ]);
  });

  it("is not rendered with values that only come with the update", async () => {
    await create({ values: { password: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } }, true);
    expect([asked, releases.rendered()]).toEqual([[], []]);
  });

  it("leaves out webhooks, which nobody here would answer, and says why", async () => {
    chart = [configMap, webhook];
    await create();
    expect(cluster.contents).toEqual(["v1 ConfigMap apps/web", "v1 Namespace apps", stored]);
    expect(releases.rendered().filter(({ withheld }) => withheld !== undefined)).toEqual([
      {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "MutatingWebhookConfiguration",
        name: "web",
        release: "apps/web",
        withheld: "its webhook's pods are simulated, and would never answer the API server",
      },
    ]);
  });

  it("serves its own definitions before what is of their kind", async () => {
    chart = [{ apiVersion: "example.com/v1", kind: "Thing", metadata: { name: "a", namespace: "apps" } }, definition];
    await create();
    expect(cluster.contents).toContain("example.com/v1 Thing apps/a");
  });

  describe("with custom objects that name no namespace", () => {
    const thing = { apiVersion: "example.com/v1", kind: "Thing", metadata: { name: "a" } };
    const clusterDefinition = { ...definition, spec: { ...definition.spec, scope: "Cluster" } };

    it.each([
      ["in the release's namespace", definition, "apps/a", { namespace: "apps" }],
      ["outside every namespace", clusterDefinition, "a", {}],
    ])("makes them %s, as its own definition says", async (_where, defined, name, namespace) => {
      chart = [thing, defined];
      const { outputs } = await create();
      expect(cluster.contents).toContain(`example.com/v1 Thing ${name}`);
      expect(outputs["resourceNames"]).toMatchObject({ "Thing/example.com/v1": [name] });
      expect(releases.rendered()).toContainEqual({
        apiVersion: "example.com/v1",
        kind: "Thing",
        name: "a",
        ...namespace,
        release: "apps/web",
      });
    });

    it.each([
      ["in the release's namespace", definition, "apps/a"],
      ["outside every namespace", clusterDefinition, "a"],
    ])("makes them %s, as the cluster's definition says", async (_where, defined, name) => {
      await cluster.create(defined);
      chart = [thing];
      await create();
      expect(cluster.contents).toContain(`example.com/v1 Thing ${name}`);
      await remove();
      expect(cluster.contents).not.toContain(`example.com/v1 Thing ${name}`);
    });

    it("goes by its own definition where the cluster has another", async () => {
      await cluster.create(clusterDefinition);
      chart = [thing, definition];
      await create();
      expect(cluster.contents).toContain("example.com/v1 Thing apps/a");
    });

    it("goes by the definition of a group that looks built in", async () => {
      const group = "gateway.networking.k8s.io";
      const classes = { ...clusterDefinition.spec, group, names: { kind: "GatewayClass" } };
      chart = [
        { ...thing, apiVersion: `${group}/v1`, kind: "GatewayClass" },
        { ...clusterDefinition, spec: classes },
      ];
      await create();
      expect(cluster.contents).toContain(`${group}/v1 GatewayClass a`);
    });
  });
});

describe("what Helm refuses", () => {
  it("is a namespace that is not there and that it is not to make", async () => {
    await expect(create({ createNamespace: false })).rejects.toThrow('namespaces "apps" not found: the release does not make it');
  });

  it("is a name that is in use", async () => {
    await create();
    await expect(create()).rejects.toThrow("release apps/web is there already: Helm does not use the name again");
  });

  it("is to update what is not there", async () => {
    await expect(update()).rejects.toThrow("release apps/web is not there any more; run a refresh, and it is made again");
  });
});

describe("a release that does not become ready", () => {
  beforeEach(() => {
    cluster.react = ({ kind, metadata }) =>
      kind === "Deployment" ? { observedGeneration: metadata["generation"], replicas: 1, updatedReplicas: 1 } : undefined;
  });

  it("is an error with what is missing, and stays", async () => {
    await expect(create()).rejects.toThrow("the release is not ready: apps/v1 Deployment apps/web: 0 of 1 pods are available");
    expect(cluster.contents).toEqual(["apps/v1 Deployment apps/web", "v1 ConfigMap apps/web", "v1 Namespace apps", stored]);
  });

  it("is taken away again where it is all or nothing", async () => {
    await expect(create({ atomic: true })).rejects.toThrow("the release is not ready");
    expect(cluster.contents).toEqual(["v1 Namespace apps"]);
  });

  it("is not waited for where it says so", async () => {
    expect((await create({ skipAwait: true })).id).toBe("apps/web");
  });
});

describe("an update", () => {
  it("makes what is new, and takes away what the chart does not make any more", async () => {
    await create();
    const second = { ...configMap, metadata: { name: "second" } };
    chart = [deployment, second];
    expect(await update()).toMatchObject({
      resourceNames: { "ConfigMap/v1": ["apps/second"], "Deployment/apps/v1": ["apps/web"] },
      status: { revision: 2 },
    });
    expect(cluster.contents).toEqual(["apps/v1 Deployment apps/web", "v1 ConfigMap apps/second", "v1 Namespace apps", stored]);
  });

  it("keeps what is marked to be kept", async () => {
    chart = [{ ...configMap, metadata: { name: "web", annotations: { "helm.sh/resource-policy": "keep" } } }];
    await create();
    chart = [];
    await update();
    expect(cluster.contents).toContain("v1 ConfigMap apps/web");
  });

  it("previews without a change", async () => {
    await create();
    const writes = [...cluster.writes];
    chart = [];
    await update({}, true);
    expect([cluster.writes, releases.rendered()]).toEqual([writes, []]);
  });
});

it("is read as it stands in the state while it is there, and is gone when it is not", async () => {
  const request = { urn, type, id: "apps/web", inputs, outputs: { ...inputs, status: "deployed" } };
  await create();
  expect(await releases.read(request)).toEqual({ id: "apps/web", inputs, outputs: request.outputs });
  await remove();
  expect(await releases.read(request)).toBeUndefined();
});

it("leaves nothing but its namespace when it is deleted", async () => {
  await create();
  await remove();
  expect([cluster.contents, releases.rendered()]).toEqual([["v1 Namespace apps"], []]);
});

describe("a chart that is not at hand", () => {
  beforeEach(() => {
    chart = undefined;
  });

  it("is recorded, with the definitions that its controller's module has", async () => {
    const { outputs } = await create();
    expect(releases.recorded()).toEqual([{ id: "apps/web", chart: "web", version: "1.2.3", definitions: ["things.example.com"] }]);
    expect(cluster.contents).toEqual(["apiextensions.k8s.io/v1 CustomResourceDefinition things.example.com", "v1 Namespace apps", stored]);
    expect([releases.rendered(), outputs["status"]]).toMatchObject([[], { status: "deployed" }]);
  });

  it("brings no definitions where the release leaves them out", async () => {
    await create({ skipCrds: true });
    expect(releases.recorded()).toEqual([{ id: "apps/web", chart: "web", version: "1.2.3", definitions: [] }]);
    expect(cluster.contents).toEqual(["v1 Namespace apps", stored]);
  });

  it("is rendered instead as soon as it is", async () => {
    await create();
    chart = [configMap];
    await update();
    expect([releases.recorded(), releases.rendered().map(({ kind }) => kind)]).toEqual([[], ["ConfigMap"]]);
  });
});
