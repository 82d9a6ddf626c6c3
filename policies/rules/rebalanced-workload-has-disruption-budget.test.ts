import { examples } from "../examples";
import { descheduler, deployment, disruptionBudget } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { rebalancedWorkloadHasDisruptionBudget } from "./rebalanced-workload-has-disruption-budget";

const rebalanced = (examples[rebalancedWorkloadHasDisruptionBudget.id]?.good ?? [])[1] ?? deployment;
const pods = "The pods of Deployment home/dashboard are labelled for the descheduler to move";

function messages(...manifests: readonly Manifest[]): readonly string[] {
  return ruleMessages(rebalancedWorkloadHasDisruptionBudget, manifests);
}

function withReplicas(replicas: number): Manifest {
  return withField(rebalanced, ["spec", "replicas"], replicas);
}

function budget(spec: Readonly<Record<string, Manifest[string]>>): Manifest {
  return { ...disruptionBudget, spec: { selector: { matchLabels: { app: "dashboard" } }, ...spec } };
}

it("refuses a workload without a budget", () => {
  expect(messages(rebalanced, descheduler)).toEqual([`violation: ${pods}, and no PodDisruptionBudget in namespace home selects them.`]);
});

describe("the budget's selector", () => {
  it.each<[string, Manifest[string] | undefined, boolean]>([
    ["all of its labels", { matchLabels: { app: "dashboard", "scaling.talos.io/managed-by": "descheduler" } }, true],
    ["one label of two", { matchLabels: { app: "dashboard", tier: "web" } }, false],
    ["an expression", { matchExpressions: [{ key: "app", operator: "In", values: ["dashboard", "api"] }] }, true],
    [
      "an expression that excludes it",
      { matchLabels: { app: "dashboard" }, matchExpressions: [{ key: "scaling.talos.io/managed-by", operator: "DoesNotExist" }] },
      false,
    ],
    ["everything in the namespace", {}, true],
    ["nothing", undefined, false],
  ])("%s", (_, selector, found) => {
    expect(messages(rebalanced, withField(budget({ maxUnavailable: 1 }), ["spec", "selector"], selector), descheduler)).toHaveLength(
      found ? 0 : 1,
    );
  });

  it("selects in its own namespace only", () => {
    expect(messages(rebalanced, withField(disruptionBudget, ["metadata", "namespace"], "media"), descheduler)).toHaveLength(1);
  });
});

it("refuses two budgets on the same pods", () => {
  const second = withField(withField(disruptionBudget, ["metadata", "name"], "all"), ["spec", "selector"], {});
  expect(messages(rebalanced, disruptionBudget, second, descheduler)).toEqual([
    `violation: ${pods}, but 2 budgets select them (PodDisruptionBudget home/all, PodDisruptionBudget home/dashboard), and the API server then refuses every eviction.`,
  ]);
});

describe("what the budget allows", () => {
  it.each<[Readonly<Record<string, Manifest[string]>>, number, boolean]>([
    [{ maxUnavailable: 1 }, 1, true],
    [{ maxUnavailable: 0 }, 3, false],
    [{ maxUnavailable: "0%" }, 3, false],
    // Percentages round up: of the pods that may go, and of those that must stay.
    [{ maxUnavailable: "1%" }, 1, true],
    [{ minAvailable: "50%" }, 1, false],
    [{ minAvailable: "50%" }, 2, true],
    [{ minAvailable: "51%" }, 2, false],
    [{ minAvailable: "67%" }, 3, false],
    [{ minAvailable: "66%" }, 3, true],
    [{ minAvailable: "100%" }, 5, false],
    [{ minAvailable: 1 }, 1, false],
    [{ minAvailable: 1 }, 2, true],
    [{ minAvailable: 2 }, 2, false],
    [{ minAvailable: 0 }, 1, true],
    [{}, 3, false],
  ])("%j of %d replicas", (spec, replicas, allowed) => {
    expect(messages(withReplicas(replicas), budget(spec), descheduler)).toHaveLength(allowed ? 0 : 1);
  });

  it("is said with its numbers", () => {
    expect(messages(withReplicas(1), budget({ minAvailable: 1 }), descheduler)).toEqual([
      `violation: ${pods}, but PodDisruptionBudget home/dashboard (minAvailable: 1) allows no eviction at 1 replica.`,
    ]);
    expect(messages(withReplicas(3), budget({}), descheduler)).toEqual([
      `violation: ${pods}, but PodDisruptionBudget home/dashboard (neither minAvailable nor maxUnavailable) allows no eviction at 3 replicas.`,
    ]);
  });

  it("is judged at one replica where none are given, and at none not at all", () => {
    expect(messages(withField(rebalanced, ["spec", "replicas"], undefined), budget({ minAvailable: 1 }), descheduler)).toHaveLength(1);
    expect(messages(withReplicas(0), descheduler)).toEqual([]);
  });

  it.each([
    [1, 1],
    [2, 0],
  ])("is judged at KEDA's minimum of %d", (minReplicaCount, count) => {
    const scaler: Manifest = {
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata: { namespace: "home", name: "dashboard" },
      spec: { scaleTargetRef: { name: "dashboard" }, minReplicaCount, maxReplicaCount: 5 },
    };
    expect(messages(withReplicas(5), budget({ minAvailable: 1 }), scaler, descheduler)).toHaveLength(count);
  });
});

describe("who may be moved", () => {
  const unlabelled = withField(rebalanced, ["spec", "template", "metadata", "labels"], { app: "dashboard" });
  const evictor = ["values", "deschedulerPolicy", "profiles", 0, "pluginConfig", 0, "args"];
  const evictsAll = withField(descheduler, evictor, {});

  it("is anything that the evictor selects, labelled or not", () => {
    expect(messages(unlabelled, evictsAll)).toEqual([
      'violation: The pods of Deployment home/dashboard may be evicted by profile "berth" of the descheduler (Release kube-system/descheduler), and no PodDisruptionBudget in namespace home selects them.',
    ]);
    expect(messages(unlabelled, descheduler)).toEqual([]);
  });

  it("is what is labelled for it, even where the descheduler is not in the program", () => {
    expect(messages(rebalanced)).toHaveLength(1);
  });

  it.each(["DaemonSet", "Pod"])("is no %s", (kind) => {
    const { spec } = unlabelled;
    const manifest: Manifest = { ...unlabelled, apiVersion: kind === "Pod" ? "v1" : "apps/v1", kind, spec: spec ?? null };
    expect(messages(manifest, evictsAll)).toEqual([]);
  });

  it("is not what the evictor protects for want of a budget", () => {
    expect(messages(unlabelled, withField(evictsAll, [...evictor, "ignorePodsWithoutPDB"], true))).toEqual([]);
    expect(messages(unlabelled, withField(evictsAll, [...evictor, "podProtections"], { extraEnabled: ["PodsWithoutPDB"] }))).toEqual([]);
  });

  it.each<[string, Manifest[string], Readonly<Record<string, Manifest[string]>>, number]>([
    ["an emptied directory is protected by default", { emptyDir: {} }, {}, 0],
    ["unless that is switched off", { emptyDir: {} }, { evictLocalStoragePods: true }, 1],
    ["or left out of the protections", { emptyDir: {} }, { podProtections: { defaultDisabled: ["PodsWithLocalStorage"] } }, 1],
    ["a claim is not protected by default", { persistentVolumeClaim: { claimName: "data" } }, {}, 1],
    ["unless that is switched on", { persistentVolumeClaim: { claimName: "data" } }, { ignorePvcPods: true }, 0],
    [
      "or among the protections",
      { persistentVolumeClaim: { claimName: "data" } },
      { podProtections: { extraEnabled: ["PodsWithPVC"] } },
      0,
    ],
    [
      "for all classes, not for some",
      { persistentVolumeClaim: { claimName: "data" } },
      { podProtections: { extraEnabled: ["PodsWithPVC"], config: { PodsWithPVC: { protectedStorageClasses: [{ name: "local-path" }] } } } },
      1,
    ],
  ])("%s", (_, volume, args, count) => {
    const withVolume = withField(unlabelled, ["spec", "template", "spec", "volumes"], [volume]);
    expect(messages(withVolume, withField(descheduler, evictor, args))).toHaveLength(count);
  });

  it.each([
    ["system-node-critical", 0],
    ["4-aux", 1],
  ])("with the priority class %s", (priorityClassName, count) => {
    expect(messages(withField(unlabelled, ["spec", "template", "spec", "priorityClassName"], priorityClassName), evictsAll)).toHaveLength(
      count,
    );
  });

  it("is not what has fewer replicas than minReplicas", () => {
    expect(messages(unlabelled, withField(evictsAll, [...evictor, "minReplicas"], 3))).toEqual([]);
    expect(messages(unlabelled, withField(evictsAll, [...evictor, "minReplicas"], 2))).toHaveLength(1);
  });
});

it("says so when the number of pods is not to be seen", () => {
  const policy: Manifest = {
    apiVersion: "policies.kyverno.io/v1",
    kind: "MutatingPolicy",
    metadata: { name: "place" },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "home" } },
        objectSelector: { matchLabels: { app: "dashboard" } },
        resourceRules: [{ resources: ["pods"] }],
      },
      mutations: [
        {
          jsonPatch: {
            expression:
              '[JSONPatch{op: "add", path: "/metadata/labels/" + jsonpatch.escapeKey("scaling.talos.io/managed-by"), value: "descheduler"}]',
          },
        },
      ],
    },
  };
  const placed = "The pods of MutatingPolicy place (pods of home/dashboard) are labelled for the descheduler to move";
  expect(messages(policy, budget({ maxUnavailable: 1 }))).toEqual([]);
  expect(messages(policy, budget({ minAvailable: 1 }))).toEqual([
    `advice: ${placed}, and PodDisruptionBudget home/dashboard (minAvailable: 1) allows that only with enough replicas: how many there are is not to be seen here.`,
  ]);
  expect(messages(policy, budget({ maxUnavailable: 0 }))).toEqual([
    `violation: ${placed}, but PodDisruptionBudget home/dashboard (maxUnavailable: 0) allows no eviction however many there are.`,
  ]);
});
