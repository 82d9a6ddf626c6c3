import { z } from "zod";
import { resourceListSchema } from "../../infra/observe/api/resource-list";
import { parseQuantity } from "../../infra/quantities/quantity";
import { ApiError, type ClusterApi } from "../../kubernetes-api/cluster-api";
import { prepareVpa, startVpaAdmissionController, startVpaRecommender } from "../controllers/vpa";
import { observePods } from "../../kubernetes-api/observed-pods";
import { untilNothingLeft } from "../observation/until-nothing-left";
import type { Drill, DrillFact, DrillFinding, DrillResult } from "./drill";

/**
 * The vertical pod autoscaler's own recommender and admission controller take the stack's objects as they were applied. A
 * recommendation is then set by hand for one object of each mode, as nothing here uses anything: a new pod of its workload
 * is to get it where the mode says so, and not where it only recommends.
 */
export const vpaRecommends: Drill = {
  name: "vpa-recommends",
  question: "Does the vertical pod autoscaler take the stack's objects, and give recommendations to new pods where it may?",
  run: async ({ api, controlPlane, environment, stream, step }) => {
    const objects = await listAutoscalers(api);
    if (objects.length === 0) {
      const reason = "the stack has no VerticalPodAutoscaler";
      return { outcome: "skipped", summary: reason, reason, findings: [], facts: [] };
    }
    const context = { controlPlane, environment, stream };
    const findings: DrillFinding[] = [];
    const facts: DrillFact[] = [];
    try {
      step("starting the recommender");
      await prepareVpa(context);
      const recommender = await startVpaRecommender(context);
      try {
        step(`the recommender takes ${objects.length} objects`);
        findings.push(...(await untilNothingLeft(async () => complaints(objects, await listAutoscalers(api)))));
      } finally {
        // It would write its own recommendations over those that are set by hand.
        await recommender.stop();
      }
      step("starting the admission controller");
      const admissionController = await startVpaAdmissionController(context);
      try {
        for (const object of oneOfEachMode(objects)) {
          step(`a recommendation for ${idOf(object)}`);
          const tried = await recommended(api, object);
          findings.push(...tried.findings);
          facts.push(...tried.facts);
        }
      } finally {
        await admissionController.stop();
        await api.delete(webhook);
      }
    } finally {
      await Promise.all(objects.map(async (object) => api.patch(referenceTo(object), { status: null }, "status")));
    }
    return {
      outcome: findings.length === 0 ? "held" : "broken",
      summary:
        findings.length === 0
          ? `${objects.length} objects taken; new pods get recommendations where their mode says so`
          : `${findings.length} ${findings.length === 1 ? "thing is" : "things are"} not as the objects say`,
      findings,
      facts: [{ label: "VerticalPodAutoscalers", value: String(objects.length) }, ...facts],
    };
  },
};

const kind = { apiVersion: "autoscaling.k8s.io/v1", kind: "VerticalPodAutoscaler" } as const;
const webhook = { apiVersion: "admissionregistration.k8s.io/v1", kind: "MutatingWebhookConfiguration", name: "vpa-webhook-config" };

const quantities = z.object({ cpu: z.string(), memory: z.string() });

const autoscalerSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string() }),
  spec: z.object({
    targetRef: z.object({ apiVersion: z.string(), kind: z.string(), name: z.string() }),
    updatePolicy: z.object({ updateMode: z.string() }),
    resourcePolicy: z.object({
      containerPolicies: z.tuple([z.object({ maxAllowed: quantities, controlledResources: z.array(z.enum(["cpu", "memory"])) })]),
    }),
  }),
  status: z
    .object({
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().default("") }))
        .nullish()
        .transform((conditions) => conditions ?? []),
    })
    .default({ conditions: [] }),
});

type Autoscaler = z.output<typeof autoscalerSchema>;

async function listAutoscalers(api: ClusterApi): Promise<readonly Autoscaler[]> {
  try {
    return await api.list(kind, autoscalerSchema);
  } catch (error) {
    if (error instanceof ApiError && error.reason === "NotFound") {
      return [];
    }
    throw error;
  }
}

function referenceTo({ metadata: { namespace, name } }: Autoscaler): typeof kind & { namespace: string; name: string } {
  return { ...kind, namespace, name };
}

function idOf({ metadata: { namespace, name } }: Autoscaler): string {
  return `${namespace}/${name}`;
}

/** Conditions that say what is wrong with an object. */
const complaintTypes: ReadonlySet<string> = new Set(["ConfigUnsupported", "ConfigDeprecated", "NoPodsMatched"]);

/** A finding for each object that the recommender has not looked at yet, or has something against. */
export function complaints(expected: readonly Autoscaler[], seen: readonly Autoscaler[]): readonly DrillFinding[] {
  return expected.flatMap((object): readonly DrillFinding[] => {
    const conditions = seen.find((each) => idOf(each) === idOf(object))?.status.conditions ?? [];
    if (conditions.length === 0) {
      return [{ subject: idOf(object), message: "the recommender has not looked at it" }];
    }
    return conditions
      .filter(({ type, status }) => complaintTypes.has(type) && status === "True")
      .map(({ type, message }) => ({ subject: idOf(object), message: `the recommender says ${type}: ${message}` }));
  });
}

/** `Off` last: what the others show is that the controller is at work. */
function oneOfEachMode(objects: readonly Autoscaler[]): readonly Autoscaler[] {
  return [...Map.groupBy(objects, ({ spec }) => spec.updatePolicy.updateMode).values()]
    .flatMap(([first]) => (first === undefined ? [] : [first]))
    .sort((a, b) => Number(isOff(a)) - Number(isOff(b)));
}

function isOff({ spec }: Autoscaler): boolean {
  return spec.updatePolicy.updateMode === "Off";
}

const podSchema = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()).default({}), ownerReferences: z.array(z.unknown()).default([]) }),
  spec: z.looseObject({
    containers: z.array(
      z.looseObject({
        name: z.string(),
        resources: z.object({ requests: resourceListSchema, limits: resourceListSchema }).prefault({}),
      }),
    ),
  }),
});

type Pod = z.output<typeof podSchema>;

/** Recommends the most that its policy allows, and asks what would become of a new pod of its workload. */
async function recommended(api: ClusterApi, object: Autoscaler): Promise<Pick<DrillResult, "findings" | "facts">> {
  const { namespace } = object.metadata;
  const { targetRef, updatePolicy, resourcePolicy } = object.spec;
  const pod = await podOf(api, `${namespace}/${targetRef.name}`);
  if (pod === undefined) {
    return { findings: [], facts: [{ label: idOf(object), value: "its workload has no pod at normal load" }] };
  }
  const [{ maxAllowed: target, controlledResources }] = resourcePolicy.containerPolicies;
  const containerRecommendations = pod.spec.containers.map(({ name }) => ({
    containerName: name,
    target,
    lowerBound: target,
    upperBound: target,
  }));
  await api.patch(referenceTo(object), { status: { recommendation: { containerRecommendations } } }, "status");
  const may = !isOff(object);
  const findings = await untilNothingLeft(async () => {
    const admitted = await admittedAgain(api, namespace, pod);
    return admitted.spec.containers.flatMap(({ name, resources }, index): readonly DrillFinding[] => {
      const before = pod.spec.containers[index]?.resources.requests ?? {};
      const wanted = may
        ? { ...before, ...Object.fromEntries(controlledResources.map((resource) => [resource, target[resource]])) }
        : before;
      return sameQuantities(resources.requests, wanted)
        ? []
        : [
            {
              subject: `${idOf(object)} (${updatePolicy.updateMode})`,
              message: `a new pod's container ${name} requests ${text(resources.requests)} instead of ${text(wanted)}`,
            },
          ];
    });
  });
  const fact = {
    label: `${idOf(object)} (${updatePolicy.updateMode})`,
    value: may ? `a new pod requests ${text(target)}, as was recommended by hand` : "a new pod requests what its workload says",
  };
  return { findings, facts: findings.length === 0 ? [fact] : [] };
}

async function podOf(api: ClusterApi, workload: string): Promise<Pod | undefined> {
  const pod = (await observePods(api)).find((each) => each.workload === workload && !each.deleting);
  return pod && podSchema.parse(await api.get({ apiVersion: "v1", kind: "Pod", namespace: pod.namespace, name: pod.name }));
}

/** What would become of another such pod; none is made. */
async function admittedAgain(api: ClusterApi, namespace: string, { metadata, spec }: Pod): Promise<Pod> {
  const { labels, ownerReferences } = metadata;
  const again = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name: "vpa-probe", labels, ownerReferences },
    // Where it is says nothing of where another would be.
    spec: { ...spec, nodeName: "" },
  };
  return podSchema.parse(await api.apply(again, { fieldManager: "berth-rehearsal", dryRun: true }));
}

type Quantities = Readonly<Record<string, string>>;

function sameQuantities(one: Quantities, other: Quantities): boolean {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.every((name) => valueOf(one[name]) === valueOf(other[name]));
}

function valueOf(quantity: string | undefined): bigint | undefined {
  return quantity === undefined ? undefined : parseQuantity(quantity);
}

function text(requests: Quantities): string {
  return Object.entries(requests)
    .map(([name, quantity]) => `${name} ${quantity}`)
    .join(", ");
}
