import { isWithin } from "../diff";
import { type PropertyMap, valueAt } from "../property-value";
import type { CheckOutcome } from "../stand-in";
import { kubernetesStandIn } from "./kubernetes";

const provider = kubernetesStandIn("4.34.2");
const deploymentType = "kubernetes:apps/v1:Deployment";
const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "apps", labels: { app: "web" } },
  spec: { selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } } } },
} satisfies PropertyMap;

function check(type: string, inputs: PropertyMap, oldInputs?: PropertyMap): CheckOutcome {
  return provider.check({ urn: `urn:pulumi:s::p::${type}::Web Site`, type, name: "Web Site", oldInputs, inputs, randomSeed: "00ff" });
}

function failures(type: string, inputs: PropertyMap): readonly string[] {
  return check(type, inputs).failures.map(({ property, reason }) => `${property}: ${reason}`);
}

describe("check", () => {
  it("passes an object that the API server would take", () => {
    expect(check(deploymentType, deployment)).toEqual({ inputs: deployment, failures: [] });
  });

  it.each<[string, PropertyMap, string]>([
    ["another kind", { ...deployment, kind: "StatefulSet" }, 'kind: must be Deployment, found "StatefulSet"'],
    ["another version", { ...deployment, apiVersion: "apps/v1beta1" }, 'apiVersion: must be apps/v1, found "apps/v1beta1"'],
    [
      "a name in capitals",
      { ...deployment, metadata: { ...deployment.metadata, name: "Web" } },
      'metadata.name: "Web" is no valid name: lower case letters, digits, "-" and ".", at most 253',
    ],
    [
      "a namespace with a dot",
      { ...deployment, metadata: { ...deployment.metadata, namespace: "a.b" } },
      'metadata.namespace: "a.b" is no valid namespace: lower case letters, digits and "-", at most 63',
    ],
    [
      "a label that is a number",
      { ...deployment, metadata: { ...deployment.metadata, labels: { app: 1 } } },
      "metadata.labels.app: must be a string, found 1",
    ],
    [
      "a label with a space",
      { ...deployment, metadata: { ...deployment.metadata, labels: { app: "a b" } } },
      'metadata.labels.app: "a b" is no valid label value: letters, digits, "-", "_" and ".", at most 63',
    ],
    [
      "a key with two slashes",
      { ...deployment, metadata: { ...deployment.metadata, annotations: { "a/b/c": "d" } } },
      'metadata.annotations["a/b/c"]: "a/b/c" is no valid key: an optional DNS prefix and "/", then letters, digits, "-", "_" and "."',
    ],
    [
      "a selector that misses its pods",
      { ...deployment, spec: { ...deployment.spec, selector: { matchLabels: { app: "site" } } } },
      'spec.selector.matchLabels.app: does not match the pod template\'s label app="web"',
    ],
  ])("refuses %s", (_, inputs, expected) => {
    expect(failures(deploymentType, inputs)).toEqual([expected]);
  });

  it("leaves what is not known yet for later", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    expect(failures(deploymentType, { ...deployment, metadata: { name: unknown, namespace: unknown, labels: { app: unknown } } })).toEqual(
      [],
    );
  });

  it("names an object that has no name, and keeps that name", () => {
    const unnamed = { ...deployment, metadata: { namespace: "apps" } };
    const { inputs } = check(deploymentType, unnamed);
    expect(inputs["metadata"]).toMatchObject({ namespace: "apps", annotations: { "pulumi.com/autonamed": "true" } });
    expect(valueAt(inputs, ["metadata", "name"])).toMatch(/^web-site-[0-9a-f]{8}$/);
    expect(check(deploymentType, unnamed, inputs).inputs).toEqual(inputs);
  });

  it("takes any kind of custom resource and wants the apiVersion of its type", () => {
    const type = "kubernetes:keda.sh/v1alpha1:ScaledObject";
    expect(failures(type, { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", metadata: { name: "a" } })).toEqual([]);
    expect(failures(type, { apiVersion: "keda.sh/v1", kind: "ScaledObject", metadata: { name: "a" } })).toEqual([
      'apiVersion: must be keda.sh/v1alpha1, found "keda.sh/v1"',
    ]);
  });

  it("wants a patch to say what it changes", () => {
    expect(failures("kubernetes:core/v1:NodePatch", { apiVersion: "v1", kind: "Node", metadata: {} })).toEqual([
      "metadata.name: is required: a patch has to say which object it changes",
    ]);
  });

  it("wants a release to have a chart, and no repository beside an oci:// one", () => {
    const type = "kubernetes:helm.sh/v3:Release";
    expect(failures(type, { chart: "oci://example.com/chart", version: "1.0.0" })).toEqual([]);
    expect(failures(type, {})).toEqual(["chart: is required: the chart's name, path or oci:// address"]);
    expect(failures(type, { chart: "oci://example.com/chart", repositoryOpts: {} })).toEqual([
      "repositoryOpts: must be left out with an oci:// chart, whose address is complete",
    ]);
    expect(failures(type, { chart: "keda", vaules: {} })).toEqual(["vaules: is no input of a Helm release"]);
  });
});

describe("replacement", () => {
  function replaces(type: string, path: readonly string[], before: PropertyMap = deployment, after: PropertyMap = before): boolean {
    return isWithin(path, provider.replacement(type, before, after).replaceOn);
  }

  it.each([
    [deploymentType, ["metadata", "name"], true],
    [deploymentType, ["metadata", "namespace"], true],
    [deploymentType, ["metadata", "labels", "app"], false],
    [deploymentType, ["spec", "selector", "matchLabels"], true],
    [deploymentType, ["spec", "replicas"], false],
    ["kubernetes:apps/v1:StatefulSet", ["spec", "volumeClaimTemplates"], true],
    ["kubernetes:core/v1:PersistentVolumeClaim", ["spec", "resources", "requests"], false],
    ["kubernetes:core/v1:PersistentVolumeClaim", ["spec", "storageClassName"], true],
    ["kubernetes:core/v1:ConfigMap", ["data", "a"], true],
    ["kubernetes:scheduling.k8s.io/v1:PriorityClass", ["value"], true],
    ["kubernetes:scheduling.k8s.io/v1:PriorityClass", ["description"], false],
  ] as const)("of a %s by a change of %j: %s", (type, path, expected) => {
    expect(replaces(type, path)).toBe(expected);
  });

  it("deletes first when the name stays", () => {
    const renamed = { ...deployment, metadata: { ...deployment.metadata, name: "site" } };
    expect(provider.replacement(deploymentType, deployment, deployment).deleteBeforeReplace).toBe(true);
    expect(provider.replacement(deploymentType, deployment, renamed).deleteBeforeReplace).toBe(false);
  });
});

describe("create", () => {
  function idOf(type: string, inputs: PropertyMap): string {
    return provider.create({ urn: "urn", type, inputs, preview: false }).id;
  }

  it("computes ids as the provider does", () => {
    expect(idOf(deploymentType, deployment)).toBe("apps/web");
    expect(idOf(deploymentType, { ...deployment, metadata: { name: "web" } })).toBe("default/web");
    expect(idOf("kubernetes:scheduling.k8s.io/v1:PriorityClass", { metadata: { name: "high" } })).toBe("high");
    expect(idOf("kubernetes:helm.sh/v3:Release", { name: "keda", namespace: "keda" })).toBe("keda/keda");
  });

  it("knows a uid only afterwards", () => {
    const request = { urn: "urn", type: deploymentType, inputs: deployment };
    expect(provider.create({ ...request, preview: true }).outputs).toEqual(deployment);
    expect(valueAt(provider.create({ ...request, preview: false }).outputs, ["metadata", "uid"])).toMatch(/^[0-9a-f]{32}$/);
  });
});

it("has no functions, because each would need a cluster", () => {
  expect(() => provider.invoke("kubernetes:helm:template", {})).toThrow("the kubernetes stand-in has no function kubernetes:helm:template");
});
