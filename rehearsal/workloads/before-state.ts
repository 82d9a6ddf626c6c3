import { z } from "zod";
import type { Stack } from "../../infra/stack/stack";
import type { Workload } from "../../infra/workloads/workload";
import { ApiError, type ClusterApi, type KubernetesObject } from "../../kubernetes-api/cluster-api";
import { waitUntil } from "../control-plane/wait-until";
import { type ObservedPod, observePods } from "../../kubernetes-api/observed-pods";

const fieldManager = "berth-rehearsal";
/** Nobody schedules for it: what is to be bound by hand. */
const schedulerName = "rehearsal-before";
const limitMilliseconds = 60_000;
const pollMilliseconds = 200;

/** What of the tables ran before, and may move: the pods that a plan moves, and their neighbours. */
export function ranBefore(stack: Pick<Stack, "workloads" | "problem">): readonly Workload[] {
  return movableThen(stack).filter(isPutBack);
}

/** What ran before too, and stays where the plan has it: what Berth deploys has moved with `up`, runs are not moved at all. */
export function notPutBack(stack: Pick<Stack, "workloads" | "problem">): readonly Workload[] {
  return movableThen(stack).filter((row) => !isPutBack(row));
}

function movableThen({ workloads, problem }: Pick<Stack, "workloads" | "problem">): readonly Workload[] {
  const movable = new Set(problem.workloads.filter(({ mode }) => mode === "replicas").map(({ id }) => id));
  return workloads.filter(({ id, current }) => movable.has(id) && Object.keys(current).length > 0);
}

function isPutBack({ kind, managedBy }: Workload): boolean {
  return managedBy !== "berth" && (kind === "Deployment" || kind === "StatefulSet");
}

/**
 * Puts pods back to the nodes that the tables' snapshot has them on. Pods that are elsewhere are deleted, and their
 * successors are bound by hand: neither taints nor affinity nor room are asked, as they were not when there were none of
 * Berth's. All else about them is as it will be: what is not yet scheduled again keeps its node, whatever its labels
 * and requirements say, and that is the state in which a cluster is when a plan has just been applied to it.
 */
export async function bringToBefore(api: ClusterApi, stack: Pick<Stack, "workloads" | "problem">): Promise<void> {
  const rows = ranBefore(stack);
  await holdPods(api);
  try {
    const away = surplusPods(rows, await observePods(api));
    await Promise.all(
      away.map(async ({ namespace, name }) => api.delete({ apiVersion: "v1", kind: "Pod", namespace, name }, { gracePeriodSeconds: 0 })),
    );
    let missing: readonly string[] = [];
    await waitUntil(
      async () => {
        const pods = await observePods(api);
        const bindings = bindingsOf(rows, pods);
        await Promise.all(bindings.map(async ({ pod, node }) => bindUnlessGone(api, pod, node)));
        missing = notBefore(rows, pods);
        return missing.length === 0 ? true : undefined;
      },
      {
        timeoutMilliseconds: limitMilliseconds,
        intervalMilliseconds: pollMilliseconds,
        explain: () => `after ${limitMilliseconds / 1000} s these do not run where they ran before: ${missing.join(", ")}`,
      },
    );
  } finally {
    await releasePods(api);
  }
}

/** Pods on nodes that have more of their workload than before. */
export function surplusPods(rows: readonly Workload[], pods: readonly ObservedPod[]): readonly ObservedPod[] {
  return rows.flatMap(({ id, current }) => {
    const own = pods.filter(({ workload, deleting, node }) => workload === id && !deleting && node !== undefined);
    return [...Map.groupBy(own, ({ node }) => node ?? "")].flatMap(([node, here]) => here.slice(current[node] ?? 0));
  });
}

/** Which pods without a node are to get which. */
export function bindingsOf(
  rows: readonly Workload[],
  pods: readonly ObservedPod[],
): readonly { readonly pod: ObservedPod; readonly node: string }[] {
  return rows.flatMap(({ id, current }) => {
    const own = pods.filter(({ workload, deleting }) => workload === id && !deleting);
    const free = Object.entries(current).flatMap(([node, count]) =>
      Array.from({ length: Math.max(0, count - own.filter((pod) => pod.node === node).length) }, () => node),
    );
    return own
      .filter(({ node }) => node === undefined)
      .flatMap((pod, i) => {
        const node = free[i];
        return node === undefined ? [] : [{ pod, node }];
      });
  });
}

/** A pod may have been replaced, or bound, since it was looked at: the next look tells. */
async function bindUnlessGone(api: ClusterApi, pod: ObservedPod, node: string): Promise<void> {
  try {
    await api.bind(pod, node);
  } catch (error) {
    if (!(error instanceof ApiError) || (error.status !== 404 && error.status !== 409)) {
      throw error;
    }
  }
}

/** Ids of workloads that do not run ready where they ran before. */
function notBefore(rows: readonly Workload[], pods: readonly ObservedPod[]): readonly string[] {
  return rows
    .filter(({ id, current }) => {
      const own = pods.filter(({ workload }) => workload === id);
      return (
        own.some(({ deleting, ready }) => deleting || !ready) ||
        Object.entries(current).some(([node, count]) => own.filter((pod) => pod.node === node).length < count)
      );
    })
    .map(({ id }) => id);
}

const policyName = "rehearsal-hold-pods";

/** New pods of Deployments and StatefulSets wait to be bound by hand. */
async function holdPods(api: ClusterApi): Promise<void> {
  await Promise.all(holdingPolicy.map(async (object) => api.apply(object, { fieldManager, force: true })));
  await waitForHold(api, true);
}

async function releasePods(api: ClusterApi): Promise<void> {
  await Promise.all(
    [...holdingPolicy].reverse().map(async ({ apiVersion, kind, metadata: { name } }) => api.delete({ apiVersion, kind, name })),
  );
  await waitForHold(api, false);
}

const admission = "admissionregistration.k8s.io/v1beta1";
const holdingPolicy: readonly KubernetesObject[] = [
  {
    apiVersion: admission,
    kind: "MutatingAdmissionPolicy",
    metadata: { name: policyName },
    spec: {
      failurePolicy: "Fail",
      reinvocationPolicy: "Never",
      matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }] },
      matchConditions: [
        {
          name: "replicated",
          expression: 'object.?metadata.?ownerReferences.orValue([]).exists(owner, owner.kind in ["ReplicaSet", "StatefulSet"])',
        },
      ],
      mutations: [
        {
          patchType: "ApplyConfiguration",
          applyConfiguration: { expression: `Object{spec: Object.spec{schedulerName: "${schedulerName}"}}` },
        },
      ],
    },
  },
  { apiVersion: admission, kind: "MutatingAdmissionPolicyBinding", metadata: { name: policyName }, spec: { policyName } },
];

const scheduledBySchema = z.object({ spec: z.object({ schedulerName: z.string() }) });

/** Asks what would become of a pod: the API server reads its policies anew every second. */
async function waitForHold(api: ClusterApi, held: boolean): Promise<void> {
  const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "probe", uid: "00000000-0000-0000-0000-000000000000" };
  const probe = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace: "default", name: policyName, ownerReferences: [owner] },
    spec: { containers: [{ name: "probe", image: "registry.k8s.io/pause:3.10" }] },
  };
  await waitUntil(
    async () => {
      try {
        const { spec } = scheduledBySchema.parse(await api.apply(probe, { fieldManager, dryRun: true }));
        return (spec.schedulerName === schedulerName) === held ? true : undefined;
      } catch (error) {
        if (error instanceof ApiError && error.status === 403) {
          return undefined;
        }
        throw error;
      }
    },
    {
      timeoutMilliseconds: limitMilliseconds,
      intervalMilliseconds: pollMilliseconds,
      explain: () => `after ${limitMilliseconds / 1000} s new pods are ${held ? "not yet" : "still"} held for binding by hand`,
    },
  );
}
