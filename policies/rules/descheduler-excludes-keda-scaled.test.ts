import { descheduler, deployment, disruptionBudget } from "../examples/deployment";
import { examples } from "../examples";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { deschedulerExcludesKedaScaled } from "./descheduler-excludes-keda-scaled";

const [scaled = deployment, scaledObject = deployment] = examples[deschedulerExcludesKedaScaled.id]?.good ?? [];
const profile = ["values", "deschedulerPolicy", "profiles", 0];
const evictor = [...profile, "pluginConfig", 0, "args"];

function messages(...manifests: readonly Manifest[]): readonly string[] {
  return ruleMessages(deschedulerExcludesKedaScaled, manifests);
}

const scaledByKeda = "violation: Deployment home/dashboard is scaled by ScaledObject home/dashboard, and";

describe("the evictor's labelSelector", () => {
  it.each<[string, Manifest[string] | undefined, boolean]>([
    ["opting in", { matchLabels: { "scaling.talos.io/managed-by": "descheduler" } }, true],
    ["opting out", { matchExpressions: [{ key: "scaling.talos.io/managed-by", operator: "NotIn", values: ["keda", "none"] }] }, true],
    ["another label", { matchExpressions: [{ key: "app", operator: "Exists" }] }, false],
    ["an empty one", {}, false],
    ["none", undefined, false],
  ])("%s", (_, selector, excluded) => {
    const found = messages(scaled, scaledObject, withField(descheduler, [...evictor, "labelSelector"], selector));
    expect(found).toHaveLength(excluded ? 0 : 1);
  });
});

it("says why the pods are evictable", () => {
  const unlabelled = withField(scaled, ["spec", "template", "metadata", "labels"], { app: "dashboard" });
  const optOut = withField(descheduler, [...evictor, "labelSelector"], {
    matchExpressions: [{ key: "scaling.talos.io/managed-by", operator: "NotIn", values: ["keda"] }],
  });
  expect(messages(unlabelled, scaledObject, optOut)).toEqual([
    `${scaledByKeda} profile "berth" of the descheduler (Release kube-system/descheduler) may evict its pods: they carry no label scaling.talos.io/managed-by, and its evictor selects scaling.talos.io/managed-by notin (keda).`,
  ]);
});

it("a label on the Deployment alone excludes nothing", () => {
  const onController = withField(
    withField(scaled, ["metadata", "labels"], { "scaling.talos.io/managed-by": "keda" }),
    ["spec", "template", "metadata", "labels", "scaling.talos.io/managed-by"],
    "descheduler",
  );
  expect(messages(onController, scaledObject, descheduler)).toHaveLength(1);
});

it.each<[string, (release: Manifest) => Manifest, number]>([
  ["no plugin is switched on", (release) => withField(release, [...profile, "plugins"], {}), 0],
  [
    "its only plugin excludes the namespace",
    (release) => withPlugin(release, "RemoveDuplicates", { namespaces: { exclude: ["home"] } }),
    0,
  ],
  [
    "its only plugin includes another namespace",
    (release) => withPlugin(release, "RemoveDuplicates", { namespaces: { include: ["media"] } }),
    0,
  ],
  [
    "its only plugin includes the namespace",
    (release) => withPlugin(release, "RemoveDuplicates", { namespaces: { include: ["home"] } }),
    1,
  ],
  [
    "LowNodeUtilization evicts nothing there",
    (release) => withPlugin(release, "LowNodeUtilization", { evictableNamespaces: { exclude: ["home"] } }),
    0,
  ],
  [
    "the plugin selects other pods",
    (release) => withPlugin(release, "RemovePodsViolatingNodeTaints", { labelSelector: { matchLabels: { app: "other" } } }),
    0,
  ],
])("where %s", (_, change, count) => {
  const all = withField(descheduler, [...evictor, "labelSelector"], undefined);
  expect(messages(scaled, scaledObject, change(all))).toHaveLength(count);
});

function withPlugin(release: Manifest, name: string, args: Manifest[string]): Manifest {
  const configured = withField(
    release,
    [...profile, "pluginConfig"],
    [
      { name: "DefaultEvictor", args: {} },
      { name, args: args ?? null },
    ],
  );
  return withField(configured, [...profile, "plugins"], { balance: { enabled: [name] } });
}

it("finds a target by its kind, namespace and name", () => {
  const byHttp: Manifest = {
    apiVersion: "http.keda.sh/v1alpha1",
    kind: "HTTPScaledObject",
    metadata: { namespace: "home", name: "dashboard" },
    spec: { scaleTargetRef: { name: "dashboard", kind: "Deployment" } },
  };
  const evictable = withField(scaled, ["spec", "template", "metadata", "labels", "scaling.talos.io/managed-by"], "descheduler");
  expect(messages(evictable, byHttp, descheduler)).toHaveLength(1);
  expect(messages(evictable, withField(scaledObject, ["metadata", "namespace"], "media"), descheduler)).toEqual([
    "advice: ScaledObject media/dashboard scales Deployment media/dashboard, which is not in this stack: whether the descheduler may evict its pods cannot be seen here.",
  ]);
  expect(
    messages(evictable, withField(scaledObject, ["spec", "scaleTargetRef"], { name: "dashboard", kind: "StatefulSet" }), descheduler),
  ).toEqual([
    "advice: ScaledObject home/dashboard scales StatefulSet home/dashboard, which is not in this stack: whether the descheduler may evict its pods cannot be seen here.",
  ]);
});

it("reads the policy of a descheduler that is deployed by its manifests", () => {
  const policy =
    "apiVersion: descheduler/v1alpha2\nkind: DeschedulerPolicy\nprofiles:\n- name: all\n  plugins:\n    balance:\n      enabled: [RemoveDuplicates]\n";
  const configMap: Manifest = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace: "kube-system", name: "descheduler" },
    data: { "policy.yaml": policy },
  };
  expect(messages(scaled, scaledObject, configMap)).toEqual([
    `${scaledByKeda} profile "all" of the descheduler (ConfigMap kube-system/descheduler) may evict its pods: they carry scaling.talos.io/managed-by=keda, and its evictor has no labelSelector.`,
  ]);
});

it("knows the chart's own policy", () => {
  expect(messages(scaled, scaledObject, withField(descheduler, ["values"], {}))).toHaveLength(1);
  const withClaim = withField(
    scaled,
    ["spec", "template", "spec", "volumes"],
    [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
  );
  expect(messages(withClaim, scaledObject, withField(descheduler, ["values"], {}))).toEqual([]);
});

it("does nothing without a descheduler, and leaves alone what KEDA does not scale", () => {
  expect(messages(scaled, scaledObject)).toEqual([]);
  expect(messages(deployment, disruptionBudget, descheduler)).toEqual([]);
});

it("an annotation forces the eviction of pods that the evictor does not select", () => {
  const forced = withField(scaled, ["spec", "template", "metadata", "annotations"], { "descheduler.alpha.kubernetes.io/evict": "true" });
  expect(messages(forced, scaledObject, descheduler)).toHaveLength(1);
});
