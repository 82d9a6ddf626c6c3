import { tiersOf } from "../../../infra/tiers/testing/tiers-of";
import { recordProgram } from "../../testing/recorded-program";
import { limitsPolicy } from "./limits-policy";
import { priorityPolicies } from "./priority-policies";
import { TierPolicies, tierPolicyDocuments } from "./tier-policies";

const standard = tiersOf({});

it("leaves alone what is made elsewhere, whose label gives its pods their priority only", () => {
  expect(limitsPolicy(standard.table, ["nvidia-device-plugin", "kube-system"]).spec["matchConditions"]).toEqual([
    expect.objectContaining({ name: "has-a-tier" }),
    { name: "not-made-elsewhere", expression: '!(object.metadata.name in ["kube-system", "nvidia-device-plugin"])' },
  ]);
});

it("generates both objects of every tier from one policy, and leaves them when it goes", () => {
  const { kind, metadata, spec } = limitsPolicy(standard.table, []);
  expect([kind, metadata.name]).toEqual(["GeneratingPolicy", "tier-limits"]);
  const [tier, limits, quotas, objects] = (spec["variables"] as { expression: string }[]).map(({ expression }) => expression);
  expect({ ...spec, variables: [] }).toEqual({
    evaluation: {
      admission: { enabled: true },
      generateExisting: { enabled: true },
      synchronize: { enabled: true },
      orphanDownstreamOnPolicyDelete: { enabled: true },
    },
    matchConstraints: {
      resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["namespaces"] }],
    },
    matchConditions: [
      {
        name: "has-a-tier",
        expression: 'object.metadata.?labels[?"berth.dev/tier"].orValue("") in ["0-core", "1-cluster", "2-gpu", "3-edge", "4-aux"]',
      },
    ],
    variables: [],
    generate: [{ expression: "generator.Apply(object.metadata.name, variables.objects)" }],
  });
  expect(tier).toBe('object.metadata.labels["berth.dev/tier"]');
  expect(limits).toContain(
    '"3-edge": dyn({"limits": dyn([dyn({"type": dyn("Container"), "defaultRequest": dyn({"cpu": dyn("250m"), "memory": dyn("256Mi")}), "default": dyn({"memory": dyn("512Mi")}), "max": dyn({"memory": dyn("4Gi")})})])})',
  );
  expect(quotas).toContain('"3-edge": dyn({"hard": dyn({"requests.cpu": dyn("16"), "requests.memory": dyn("32Gi"), "pods": dyn("30")})})');
  expect(`${limits ?? ""}${quotas ?? ""}`).not.toMatch(/limits\.cpu|"(default|max)": dyn\(\{[^}]*"cpu"/);
  expect(objects).toBe(
    '[{"apiVersion": dyn("v1"), "kind": dyn("LimitRange"), "metadata": dyn({"name": dyn("tier"), "namespace": dyn(object.metadata.name)}), "spec": dyn(variables.limits[variables.tier])}, ' +
      '{"apiVersion": dyn("v1"), "kind": dyn("ResourceQuota"), "metadata": dyn({"name": dyn("tier"), "namespace": dyn(object.metadata.name)}), "spec": dyn(variables.quotas[variables.tier])}]',
  );
});

it("gives pods a class in the way that the API server accepts: without the number that it wrote before", () => {
  const policies = priorityPolicies();
  expect(policies.map(({ metadata }) => metadata.name)).toEqual([
    "tier-priority-0-core",
    "tier-priority-1-cluster",
    "tier-priority-2-gpu",
    "tier-priority-3-edge",
    "tier-priority-4-aux",
  ]);
  expect(policies[4]?.spec).toEqual({
    failurePolicy: "Ignore",
    evaluation: { admission: { enabled: true }, mutateExisting: { enabled: false } },
    autogen: { podControllers: { controllers: [] } },
    matchConstraints: {
      namespaceSelector: { matchLabels: { "berth.dev/tier": "4-aux" } },
      resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
    },
    matchConditions: [
      { name: "not-static", expression: '!object.metadata.?annotations[?"kubernetes.io/config.mirror"].hasValue()' },
      { name: "names-no-class", expression: 'object.spec.?priorityClassName.orValue("") == ""' },
    ],
    mutations: [
      {
        patchType: "JSONPatch",
        jsonPatch: {
          expression:
            '(object.spec.?priority.hasValue() ? [JSONPatch{op: "remove", path: "/spec/priority"}] : []) +\n' +
            '(object.spec.?preemptionPolicy.hasValue() ? [JSONPatch{op: "remove", path: "/spec/preemptionPolicy"}] : []) +\n' +
            '[JSONPatch{op: "add", path: "/spec/priorityClassName", value: "4-aux"}]',
        },
      },
    ],
  });
});

it.each([
  ["Audit", "Deny"],
  ["Deny", "Audit"],
] as const)("answers a CPU limit by %s and a namespace without a tier by %s", (cpuLimits, namespacesWithoutTier) => {
  const documents = tierPolicyDocuments({
    tiers: tiersOf({ cpuLimits, namespacesWithoutTier }),
    namespacesMadeElsewhere: ["kyverno", "kube-system"],
  });
  const validating = documents.filter(({ kind }) => kind === "ValidatingPolicy");
  expect(validating.map(({ metadata, spec }) => [metadata.name, spec["validationActions"]])).toEqual([
    ["tier-no-cpu-limits", [cpuLimits]],
    ["tier-required", [namespacesWithoutTier]],
  ]);
  expect(validating[1]?.spec["matchConditions"]).toContainEqual({
    name: "not-made-elsewhere",
    expression: '!(object.metadata.name in ["default", "kube-node-lease", "kube-public", "kube-system", "kyverno"])',
  });
});

describe("for an older Kyverno", () => {
  const documents = tierPolicyDocuments({
    tiers: tiersOf({ api: "kyverno.io/v1", cpuLimits: "Deny" }),
    namespacesMadeElsewhere: ["kyverno"],
  });
  const rulesOf = (name: string): readonly Readonly<Record<string, unknown>>[] =>
    (documents.find(({ metadata }) => metadata.name === name)?.spec["rules"] ?? []) as Readonly<Record<string, unknown>>[];

  it("says the same with ClusterPolicy", () => {
    expect(documents.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.name}`)).toEqual(
      ["limits", "priority", "no-cpu-limits", "required"].map((name) => `kyverno.io/v1 ClusterPolicy tier-${name.replace(/^tier-/, "")}`),
    );
    expect(rulesOf("tier-limits").map(({ name }) => name)).toHaveLength(10);
    expect(rulesOf("tier-limits")[8]).toEqual({
      name: "limitrange-4-aux",
      match: { any: [{ resources: { kinds: ["Namespace"], selector: { matchLabels: { "berth.dev/tier": "4-aux" } } } }] },
      exclude: { any: [{ resources: { names: ["kyverno"] } }] },
      generate: {
        apiVersion: "v1",
        kind: "LimitRange",
        name: "tier-4-aux",
        namespace: "{{request.object.metadata.name}}",
        synchronize: true,
        generateExisting: true,
        orphanDownstreamOnPolicyDelete: true,
        data: {
          spec: {
            limits: [
              { type: "Container", defaultRequest: { cpu: "250m", memory: "256Mi" }, default: { memory: "512Mi" }, max: { memory: "4Gi" } },
            ],
          },
        },
      },
    });
    expect(rulesOf("tier-priority")[0]).toMatchObject({
      preconditions: { all: [{ key: "{{ request.object.spec.priorityClassName || '' }}", operator: "Equals", value: "" }] },
      mutate: {
        patchesJson6902:
          '[{"op":"remove","path":"/spec/priority"},{"op":"remove","path":"/spec/preemptionPolicy"},{"op":"add","path":"/spec/priorityClassName","value":"0-core"}]',
      },
    });
    expect(rulesOf("tier-no-cpu-limits")[0]).toMatchObject({ validate: { failureAction: "Enforce" } });
    expect(rulesOf("tier-required")[0]).toMatchObject({ validate: { failureAction: "Audit" } });
  });

  it("replaces the policy whose generate rules may not change", async () => {
    const { resources } = await recordProgram(() => new TierPolicies("tiers", { tiers: tiersOf({ api: "kyverno.io/v1" }) }));
    const policies = resources.filter(({ type }) => type.endsWith(":ClusterPolicy"));
    expect(Object.fromEntries(policies.map(({ name, deleteBeforeReplace }) => [name, deleteBeforeReplace]))).toEqual({
      "tiers-limits": true,
      "tiers-priority": false,
      "tiers-no-cpu-limits": false,
      "tiers-required": false,
    });
    expect(policies.find(({ name }) => name === "tiers-limits")?.replaceOnChanges).toEqual([
      "spec.rules[*].name",
      "spec.rules[*].match",
      "spec.rules[*].generate.apiVersion",
      "spec.rules[*].generate.kind",
      "spec.rules[*].generate.name",
      "spec.rules[*].generate.namespace",
    ]);
  });
});

it("lets Kyverno's background controller make the objects before it is told to", async () => {
  const { resource, resources } = await recordProgram(() => new TierPolicies("tiers", { tiers: standard }));
  expect(resource("tiers-background-controller").inputs).toEqual({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "berth:kyverno-tiers", labels: { "rbac.kyverno.io/aggregate-to-background-controller": "true" } },
    rules: [
      {
        apiGroups: [""],
        resources: ["limitranges", "resourcequotas"],
        verbs: ["get", "list", "watch", "create", "update", "patch", "delete"],
      },
    ],
  });
  const policies = resources.filter(({ type }) => type.includes("policies.kyverno.io/v1"));
  expect(policies).toHaveLength(8);
  expect(policies.filter(({ dependsOn }) => !dependsOn.includes("tiers-background-controller"))).toEqual([]);
});
