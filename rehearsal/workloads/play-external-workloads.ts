import { z } from "zod";
import type { Stack } from "../../infra/stack/stack";
import type { Workload } from "../../infra/workloads/workload";
import { ApiError, type ClusterApi, type KubernetesObject } from "../../kubernetes-api/cluster-api";
import { waitUntil } from "../control-plane/wait-until";
import { runsForAnnotation } from "../control-plane/kwok-stages";
import { externalController } from "./external-controller";
import { playStaticPods } from "./static-pods";

const placedMilliseconds = 60_000;

/**
 * Plays every workload of the stack that Berth does not deploy, as the kind that it is, without a plan's placement: that
 * has to come at admission. What is there already, such as from a chart, is left as it is. First what every node runs,
 * so that for the rest there is the room that there will be. Runs of CronJobs are started by {@link startRuns}.
 *
 * The priority classes have to exist. Namespaces that do not are created.
 */
export async function playExternalWorkloads(api: ClusterApi, stack: Pick<Stack, "workloads" | "namespaces">): Promise<void> {
  const external = stack.workloads.filter(({ managedBy }) => managedBy !== "berth");
  const ofNodes = external.filter(isOfNodes);
  await createNamespaces(api, external);
  await Promise.all(ofNodes.map(async (workload) => play(api, workload)));
  await Promise.all(ofNodes.filter(({ kind }) => kind === "DaemonSet").map(async (workload) => waitForDaemonSet(api, workload)));
  await Promise.all(external.filter((workload) => !isOfNodes(workload)).map(async (workload) => play(api, workload)));
}

function isOfNodes({ kind }: Workload): boolean {
  return kind === "DaemonSet" || kind === "StaticPod";
}

/** Creates the namespaces of workloads that are not there yet. */
export async function createNamespaces(api: ClusterApi, workloads: readonly Pick<Workload, "namespace">[]): Promise<void> {
  const names = [...new Set(workloads.map(({ namespace }) => namespace))];
  await Promise.all(names.map(async (name) => createIfMissing(api, { apiVersion: "v1", kind: "Namespace", metadata: { name } })));
}

async function play(api: ClusterApi, workload: Workload): Promise<void> {
  const controller = externalController(workload);
  if (controller === undefined) {
    await playStaticPods(api, workload);
    return;
  }
  await createIfMissing(api, controller);
}

async function createIfMissing(api: ClusterApi, object: KubernetesObject): Promise<void> {
  try {
    await api.create(object);
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== "AlreadyExists") {
      throw error;
    }
  }
}

/**
 * Has one run of every CronJob of the stack under way, as the plan counts it, whoever made the CronJob.
 *
 * @param suffix Of the name of its Job: one of that name that is there already is left as it is.
 */
export async function startRuns(api: ClusterApi, { workloads }: Pick<Stack, "workloads">, suffix = "rehearsal"): Promise<void> {
  await Promise.all(workloads.filter(({ kind }) => kind === "CronJob").map(async (workload) => startRun(api, workload, suffix)));
}

const cronJobSchema = z.object({
  metadata: z.object({ uid: z.string() }),
  spec: z.object({
    jobTemplate: z.object({
      spec: z.looseObject({ template: z.looseObject({ metadata: z.looseObject({}).default({}) }) }),
    }),
  }),
});

/** Starts a Job of a CronJob that goes on as long as the rehearsal does. */
async function startRun(api: ClusterApi, { namespace, name }: Workload, suffix: string): Promise<void> {
  const { metadata, spec } = cronJobSchema.parse(await api.get({ apiVersion: "batch/v1", kind: "CronJob", namespace, name }));
  const { template, ...jobSpec } = spec.jobTemplate.spec;
  const annotations = { ...z.record(z.string(), z.string()).parse(template.metadata["annotations"] ?? {}), [runsForAnnotation]: "24h" };
  await createIfMissing(api, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      namespace,
      name: `${name}-${suffix}`,
      ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name, uid: metadata.uid, controller: true }],
    },
    spec: { ...jobSpec, template: { ...template, metadata: { ...template.metadata, annotations } } },
  });
}

const daemonSetSchema = z.object({
  metadata: z.object({ generation: z.number() }),
  status: z.object({
    observedGeneration: z.number().default(0),
    desiredNumberScheduled: z.number(),
    numberReady: z.number(),
  }),
});

async function waitForDaemonSet(api: ClusterApi, { namespace, name }: Workload): Promise<void> {
  let seen = "";
  await waitUntil(
    async () => {
      const daemonSet = await api.get({ apiVersion: "apps/v1", kind: "DaemonSet", namespace, name });
      if (daemonSet === undefined) {
        // It makes way for the one that the program or a chart brings, which comes at once.
        seen = "0 of all";
        return undefined;
      }
      const { metadata, status } = daemonSetSchema.parse(daemonSet);
      seen = `${status.numberReady} of ${status.desiredNumberScheduled}`;
      return status.observedGeneration >= metadata.generation && status.numberReady >= status.desiredNumberScheduled ? true : undefined;
    },
    {
      timeoutMilliseconds: placedMilliseconds,
      intervalMilliseconds: 200,
      explain: () => `after ${placedMilliseconds / 1000} s the DaemonSet ${namespace}/${name} runs on ${seen} nodes`,
    },
  );
}
