import type { StackDefinition } from "../../stack/definition";
import { loadStack } from "../../stack/load-stack";
import type { Stack } from "../../stack/stack";
import { validConfig, validDefinition, withExtraWorkload, withMachine, withWorkload } from "../../stack/testing/valid-stack";
import type { WorkloadRow } from "../../workloads/schema";
import { plan } from "../plan";
import type { Plan, PlannedWorkload } from "../plan-document";
import { emissionFindings, emitPlacements } from "./emit-placements";
import type { PodPlacement } from "./pod-placement";

/** The valid stack's plan, with some workloads planned otherwise. */
function planned(
  definition: StackDefinition = validDefinition,
  changes: Readonly<Record<string, Partial<PlannedWorkload>>> = {},
): { readonly stack: Stack; readonly plan: Plan } {
  const stack = loadStack(definition, validConfig);
  const made = plan(stack.problem);
  return { stack, plan: { ...made, workloads: made.workloads.map((each) => ({ ...each, ...changes[`${each.namespace}/${each.name}`] })) } };
}

function placementOf(id: string, definition?: StackDefinition, change: Partial<PlannedWorkload> = {}): PodPlacement | undefined {
  const { stack, plan: made } = planned(definition, { [id]: change });
  return emitPlacements(stack, made).get(id);
}

function required(placement: PodPlacement | undefined): unknown {
  return placement?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

function preferred(placement: PodPlacement | undefined): unknown {
  return placement?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
}

const web: WorkloadRow = {
  namespace: "home",
  name: "web",
  kind: "Deployment",
  managedBy: "argocd",
  requests: { cpu: "100m", memory: "128Mi" },
  replicas: 2,
  disruption: { maxUnavailable: 1 },
};

test("DaemonSets and static pods get no placement, everything else does", () => {
  const { stack, plan: made } = planned();
  const ids = stack.workloads.filter(({ kind }) => kind !== "DaemonSet" && kind !== "StaticPod").map(({ id }) => id);
  expect([...emitPlacements(stack, made).keys()].sort()).toEqual([...ids].sort());
});

test("a pod template carries its coordinator and its tier's priority class", () => {
  expect(placementOf("media/sonarr")).toMatchObject({ labels: { "scaling.talos.io/managed-by": "keda" }, priorityClassName: "4-aux" });
  expect(placementOf("home/mosquitto")).toMatchObject({ labels: { "scaling.talos.io/managed-by": "none" }, priorityClassName: "3-edge" });
});

describe("node affinity", () => {
  test("puts hardware needs into the node selector, and repeats them where no node set has to be required", () => {
    const placement = placementOf("media/jellyfin");
    expect(placement?.nodeSelector).toEqual({ "intel.feature.node.kubernetes.io/gpu": "true", "berth.dev/gpu-model": "arc-130t" });
    expect(required(placement)).toEqual([
      {
        matchExpressions: [
          { key: "intel.feature.node.kubernetes.io/gpu", operator: "In", values: ["true"] },
          { key: "berth.dev/gpu-model", operator: "In", values: ["arc-130t"] },
        ],
      },
    ]);
    expect(preferred(placement)).toBeUndefined();
  });

  test("keeps needs with several values out of the node selector", () => {
    const requires = [{ key: "berth.dev/power-class", operator: "In" as const, values: ["performance", "efficient"] }];
    const placement = placementOf("home/mosquitto", withWorkload("home/mosquitto", { requires }), {
      nodes: ["gpu1"],
      failover: ["worker1"],
    });
    expect(placement?.nodeSelector).toBeUndefined();
    expect(required(placement)).toEqual([
      { matchExpressions: [{ key: "berth.dev/power-class", operator: "In", values: ["performance", "efficient"] }] },
    ]);
  });

  test("prefers the planned node and requires nothing when every usable node is a failover", () => {
    const placement = placementOf("home/mosquitto", validDefinition, { nodes: ["worker1"], failover: ["gpu1"] });
    expect(required(placement)).toBeUndefined();
    expect(preferred(placement)).toEqual([
      { weight: 100, preference: { matchExpressions: [{ key: "berth.dev/power-class", operator: "In", values: ["efficient"] }] } },
    ]);
  });

  test("requires the planned node of a strict pin", () => {
    const placement = placementOf("home/mosquitto", withWorkload("home/mosquitto", { pin: "strict" }), {
      nodes: ["worker1"],
      failover: [],
    });
    expect(required(placement)).toEqual([{ matchExpressions: [{ key: "berth.dev/power-class", operator: "In", values: ["efficient"] }] }]);
    expect(preferred(placement)).toBeUndefined();
  });

  test("gives a workload without a planned node its needs alone", () => {
    const placement = placementOf("home/zigbee2mqtt", validDefinition, { nodes: [], failover: [] });
    expect(placement?.nodeSelector).toEqual({ "berth.dev/device.zigbee": "true" });
    expect(preferred(placement)).toBeUndefined();
  });

  test("never names a host", () => {
    const { stack, plan: made } = planned();
    const all = JSON.stringify(
      [...emitPlacements(stack, made).values()].map(({ nodeSelector, affinity }) => [nodeSelector, affinity?.nodeAffinity]),
    );
    expect(all).not.toContain("kubernetes.io/hostname");
    expect(all).not.toMatch(/"(cp1|gpu1|worker1)"/);
  });
});

test("tolerations are the workload's own, each once, without empty fields", () => {
  expect(placementOf("kube-system/coredns")?.tolerations).toEqual([
    { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
  ]);
  const twice = [
    { key: "a", value: "x" },
    { key: "a", value: "x" },
    { key: "b", operator: "Exists" as const },
  ];
  expect(placementOf("home/mosquitto", withWorkload("home/mosquitto", { tolerations: twice }))?.tolerations).toEqual([
    { key: "a", operator: "Equal", value: "x" },
    { key: "b", operator: "Exists" },
  ]);
});

describe("relations to other pods", () => {
  test("spread honours taints, and tells revisions of a Deployment apart", () => {
    const spread = { over: "node" as const, maxSkew: 2, strict: true };
    expect(placementOf("home/web", withExtraWorkload({ ...web, spread }))?.topologySpreadConstraints).toEqual([
      {
        topologyKey: "kubernetes.io/hostname",
        maxSkew: 2,
        whenUnsatisfiable: "DoNotSchedule",
        labelSelector: { matchLabels: { "app.kubernetes.io/name": "web" } },
        nodeTaintsPolicy: "Honor",
        matchLabelKeys: ["pod-template-hash"],
      },
    ]);
    const [ofStatefulSet] =
      placementOf("home/web", withExtraWorkload({ ...web, kind: "StatefulSet", spread: { over: "node" } }))?.topologySpreadConstraints ??
      [];
    expect(ofStatefulSet).toMatchObject({ maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway" });
    expect(ofStatefulSet).not.toHaveProperty("matchLabelKeys");
  });

  test("anti-affinity is required against its own pods", () => {
    expect(placementOf("home/web", withExtraWorkload({ ...web, antiAffinity: "node" }))?.affinity?.podAntiAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { "app.kubernetes.io/name": "web" } }, topologyKey: "kubernetes.io/hostname" },
      ],
    });
  });

  test("colocation names the other namespace only when it is another", () => {
    const term = { labelSelector: { matchLabels: { "app.kubernetes.io/name": "mosquitto" } }, topologyKey: "kubernetes.io/hostname" };
    const colocateWith = "home/mosquitto";
    expect(placementOf("home/web", withExtraWorkload({ ...web, replicas: 1, colocateWith }))?.affinity?.podAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: [term],
    });
    expect(
      placementOf("media/web", withExtraWorkload({ ...web, namespace: "media", replicas: 1, colocateWith }))?.affinity?.podAffinity,
    ).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: [{ ...term, namespaces: ["home"] }],
    });
  });
});

describe("terms of pod affinity", () => {
  const selector = { matchLabels: { "app.kubernetes.io/name": "dashboard" } };
  const expression = { key: "app.kubernetes.io/name", operator: "NotIn" as const, values: ["web"] };

  test("stand after the shorthands, with their expressions and namespaces", () => {
    const podAntiAffinity = [
      { topology: "berth.dev/pool", selector: { ...selector, matchExpressions: [expression] }, namespaces: ["home", "media"] },
      { topology: "node", selector: {}, namespaces: "all" as const },
    ];
    const row = { ...web, replicas: 1, antiAffinity: "node" as const, podAntiAffinity, podAffinity: [{ topology: "node", selector }] };
    expect(placementOf("home/web", withExtraWorkload(row))?.affinity).toMatchObject({
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: selector, topologyKey: "kubernetes.io/hostname" }] },
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { "app.kubernetes.io/name": "web" } }, topologyKey: "kubernetes.io/hostname" },
          { labelSelector: { ...selector, matchExpressions: [expression] }, topologyKey: "berth.dev/pool", namespaces: ["home", "media"] },
          { labelSelector: {}, topologyKey: "kubernetes.io/hostname", namespaceSelector: {} },
        ],
      },
    });
  });
});

test("several spread constraints keep their order, and say what differs from Kubernetes' defaults", () => {
  const spread = [
    { over: "node", strict: true, minDomains: 2, nodeAffinityPolicy: "Ignore", nodeTaintsPolicy: "Ignore" } as const,
    { over: "berth.dev/pool", maxSkew: 3 },
  ];
  const common = { labelSelector: { matchLabels: { "app.kubernetes.io/name": "web" } }, matchLabelKeys: ["pod-template-hash"] };
  expect(placementOf("home/web", withExtraWorkload({ ...web, spread }))?.topologySpreadConstraints).toEqual([
    {
      ...common,
      topologyKey: "kubernetes.io/hostname",
      maxSkew: 1,
      whenUnsatisfiable: "DoNotSchedule",
      minDomains: 2,
      nodeAffinityPolicy: "Ignore",
      nodeTaintsPolicy: "Ignore",
    },
    { ...common, topologyKey: "berth.dev/pool", maxSkew: 3, whenUnsatisfiable: "ScheduleAnyway", nodeTaintsPolicy: "Honor" },
  ]);
});

test("comparisons of numbers stand in required node affinity", () => {
  const requirement = { key: "example.com/disks", operator: "Gt" as const, values: ["3"] as [string] };
  const disks = withMachine("worker1", { labels: { "example.com/disks": "4" } });
  const placement = placementOf("home/mosquitto", withWorkload("home/mosquitto", { requires: [requirement] }, disks));
  expect(required(placement)).toEqual([{ matchExpressions: [requirement] }]);
  expect(placement?.nodeSelector).toBeUndefined();
});

describe("what cannot be promised", () => {
  test("is nothing in a plan that labels and scores can hold", () => {
    const { stack, plan: made } = planned();
    expect(emissionFindings(stack, made).filter(({ path }) => path === "workloads[home/mosquitto]")).toEqual([]);
  });

  test("is a set that no label tells from another node", () => {
    const [gpu1] = validDefinition.hardware.machines.filter(({ name }) => name === "gpu1");
    const twin = { ...gpu1, name: "gpu2", address: "192.168.1.20" };
    const twins: StackDefinition = {
      ...validDefinition,
      hardware: {
        ...validDefinition.hardware,
        machines: [...validDefinition.hardware.machines, ...(gpu1 === undefined ? [] : [{ ...gpu1, ...twin }])],
      },
    };
    const { stack, plan: made } = planned(withWorkload("home/zigbee2mqtt", { pin: "strict" }, twins), {
      "home/zigbee2mqtt": { nodes: ["gpu1"], failover: [] },
    });
    expect(emissionFindings(stack, made).find(({ path }) => path === "workloads[home/zigbee2mqtt]")).toEqual({
      path: "workloads[home/zigbee2mqtt]",
      message: "nothing tells its nodes (gpu1) from gpu2, so the scheduler may choose those too",
      fix: 'give its nodes a label that the others lack, in the hardware table: labels: { "example.com/purpose": "apps" }',
    });
  });
});
