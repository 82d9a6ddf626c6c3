import { placementPolicySpec } from "../../components/governance/placement-policy-document";
import { tierPolicyDocuments } from "../../components/governance/tiers/tier-policies";
import { type ScaledTarget, scaledWorkloadDocument } from "../../components/scaling/scaled-workload-document";
import { type VerticallyScaledTarget, verticalPodAutoscalerDocument } from "../../components/scaling/vertically-scaled-workload";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { namespacesWithoutKyverno } from "../../infra/placement/emit/namespaces-without-kyverno";
import { plan as planOf } from "../../infra/placement/plan";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, withWorkload } from "../../infra/stack/testing/valid-stack";
import { tierLabel } from "../../infra/tiers/objects";
import { priorities } from "../../infra/workloads/priority";
import { kyvernoAdmissionController, vpaRecommender } from "../../toolchain/controllers";
import { kedaOperator } from "../../toolchain/keda";
import { moduleFiles } from "../../toolchain/module-files";
import type { GoTool } from "../../toolchain/tool";
import type { KubernetesObject } from "../../kubernetes-api/cluster-api";
import type { ControlPlane } from "../control-plane/control-plane";
import { startControlPlane } from "../control-plane/start-control-plane";
import { applyDefinitions, readManifests } from "../controllers/manifests";
import { createNodes } from "../nodes/create-nodes";
import { deviations, failoverToo } from "../observation/placed-workloads";
import { settle } from "../observation/settle";
import { admissionPolicyName, placedAtAdmission } from "../workloads/admission-policies";
import { applyAdmissionPolicies } from "../workloads/apply-admission-policies";
import { playExternalWorkloads } from "../workloads/play-external-workloads";
import type { Drill, DrillResult } from "./drill";
import { placedByKyverno } from "./placed-by-kyverno";
import { scaledByKeda } from "./scaled-by-keda";
import { scaledToZeroAndPeak } from "./scaled-to-zero-and-peak";
import { tiersByKyverno } from "./tiers-by-kyverno";
import { vpaRecommends } from "./vpa-recommends";

jest.setTimeout(10 * 60 * 1000);

const cron = { type: "cron", timezone: "Europe/Berlin", start: "0 16 * * *", end: "0 23 * * *", desiredReplicas: 1 } as const;
const prometheus = {
  type: "prometheus",
  serverAddress: "http://mimir.monitoring.svc/prometheus",
  query: "sum(requests)",
  threshold: 5,
} as const;
const scaled = withWorkload("media/sonarr", { scaling: { minReplicas: 0, maxReplicas: 3, triggers: [cron, prometheus] } });
const limited = withWorkload("databases/postgres", { limits: { memory: "1Gi" } }, scaled);
const definition = withWorkload("home/mosquitto", { verticalScaling: { mode: "Initial", max: { cpu: "50m", memory: "128Mi" } } }, limited);
const stack = loadStack({ ...definition, tiers: {} }, validConfig);
const whole = planOf(stack.problem);
const placements = emitPlacements(stack, whole);
const external = new Set(stack.workloads.filter(({ managedBy }) => managedBy !== "berth").map(({ id }) => id));
/** Berth's own workloads are not there. */
const plan = { ...whole, workloads: whole.workloads.filter(({ namespace, name }) => external.has(`${namespace}/${name}`)) };

let controlPlane: ControlPlane;

/** What the engine would apply for each controller, and nobody has seen yet. */
function objectsForControllers(): readonly KubernetesObject[] {
  const seen = placedAtAdmission(stack, placements).filter(({ workload }) => !namespacesWithoutKyverno.includes(workload.namespace));
  const policies = seen.map(({ workload, placement, pods }) => ({
    apiVersion: "policies.kyverno.io/v1",
    kind: "MutatingPolicy",
    metadata: { name: admissionPolicyName(workload) },
    spec: placementPolicySpec({ namespace: workload.namespace, pods, placement }),
  }));
  const keda = stack.workloads.flatMap(({ scaling, ...row }) =>
    scaling === undefined ? [] : [scaledWorkloadDocument({ ...row, scaling } satisfies ScaledTarget)],
  );
  const vpa = stack.workloads.flatMap(({ verticalScaling, ...row }) =>
    verticalScaling === undefined ? [] : [verticalPodAutoscalerDocument({ ...row, verticalScaling } satisfies VerticallyScaledTarget)],
  );
  const role: KubernetesObject = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "kyverno-tiers", labels: { "rbac.kyverno.io/aggregate-to-background-controller": "true" } },
    rules: [
      {
        apiGroups: [""],
        resources: ["limitranges", "resourcequotas"],
        verbs: ["get", "list", "watch", "create", "update", "patch", "delete"],
      },
    ],
  };
  const tiers = stack.tiers === undefined ? [] : tierPolicyDocuments({ tiers: stack.tiers, namespacesMadeElsewhere: ["kube-system"] });
  return [role, ...[...policies, ...tiers, ...keda, ...vpa].map((document) => ({ ...document, metadata: { ...document.metadata } }))];
}

beforeAll(async () => {
  controlPlane = await startControlPlane({ title: "drills of controllers", environment: process.env });
  const { api } = controlPlane;
  const own = { fieldManager: "test", force: true };
  await createNodes(api, stack);
  for (const { name, value, description } of priorities) {
    await api.create({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value, description });
  }
  for (const { name, tier } of stack.namespaces) {
    await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels: { [tierLabel]: tier } } }, own);
  }
  await applyAdmissionPolicies(api, stack, placements);
  await playExternalWorkloads(api, stack);
  const definitions: readonly (readonly [GoTool, string])[] = [
    [kedaOperator, "config/crd/bases"],
    [kyvernoAdmissionController, "config/crds/policies.kyverno.io"],
    [vpaRecommender, "charts/vertical-pod-autoscaler/crds"],
  ];
  for (const [tool, folder] of definitions) {
    await applyDefinitions(api, readManifests(await moduleFiles(tool, folder, process.env)));
  }
  for (const object of objectsForControllers()) {
    await api.apply(object, own);
  }
  await settle(api, { done: (pods) => deviations(plan, pods, failoverToo).length === 0 });
});

afterAll(async () => {
  await controlPlane.close();
});

async function run(drill: Drill): Promise<DrillResult> {
  return drill.run({
    stack,
    plan,
    controlPlane,
    api: controlPlane.api,
    environment: process.env,
    stream: process.stderr,
    seed: 1,
    step: () => undefined,
  });
}

const drills: readonly (readonly [Drill, string])[] = [
  [scaledToZeroAndPeak, "1 workloads from 0 to 3 pods: every pod has a node"],
  [scaledByKeda, "1 ScaledObjects taken; triggers start, scale and stop their workloads"],
  [vpaRecommends, "1 objects taken; new pods get recommendations where their mode says so"],
  [placedByKyverno, "Kyverno and the API server admit the pods of 5 workloads alike"],
  [tiersByKyverno, "3 namespaces have the limits, the quota and the priority of their tiers"],
];

it.each(drills.map(([drill, summary]) => ({ drill, summary, name: drill.name })))(
  "$name holds, and leaves the cluster as it found it",
  async ({ drill, summary }) => {
    const { findings, outcome, summary: said } = await run(drill);
    expect({ findings, outcome, summary: said }).toEqual({ findings: [], outcome: "held", summary });
    const { pods } = await settle(controlPlane.api, { done: (seen) => deviations(plan, seen, failoverToo).length === 0 });
    expect(deviations(plan, pods, failoverToo)).toEqual([]);
  },
);

it("notices when Kyverno's policy says something else than the API server's", async () => {
  const name = "place-home-mosquitto";
  const policy = { apiVersion: "policies.kyverno.io/v1", kind: "MutatingPolicy", name };
  const expression = '[JSONPatch{op: "add", path: "/metadata/labels/scaling.talos.io~1managed-by", value: "nobody"}]';
  await controlPlane.api.patch(policy, { spec: { mutations: [{ patchType: "JSONPatch", jsonPatch: { expression } }] } });
  const { outcome, findings } = await run(placedByKyverno);
  expect(outcome).toBe("broken");
  expect(findings[0]).toMatchObject({ subject: "home/mosquitto" });
  expect(new Set(findings.map(({ subject }) => subject.replace(/-[^-]*-[^-]*$/, "")))).toEqual(new Set(["home/mosquitto"]));
});
