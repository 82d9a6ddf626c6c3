import type { MetadataOnly } from "../observe/api/metadata";
import type { Pod } from "../observe/api/pod";
import { topOwnerOf } from "../observe/owners/top-owner";
import { emitPlacements, leewayOf } from "../placement/emit/emit-placements";
import type { PodPlacements } from "../placement/emit/pod-placement";
import type { Plan, PlannedWorkload } from "../placement/plan-document";
import { selects } from "../selectors/label-selector";
import type { Stack } from "../stack/stack";
import type { Workload } from "../workloads/workload";
import { type Readings, readOrNone, type SymptomSnapshot } from "./lists";

/** A pod with its row and what the plan has for it. */
export interface PodInPlan {
  /** `namespace/name`. */
  readonly id: string;
  readonly pod: Pod;
  /** Absent: the tables know nothing of it. */
  readonly workload?: Workload;
  /** Absent too for what is on every node, or on the node it is made for. */
  readonly planned?: PlannedWorkload;
}

/** A cluster as it is, beside what the tables and the plan say of it. */
export interface ClusterInPlan {
  readonly readings: Readings;
  readonly stack: Stack;
  readonly plan: Plan;
  readonly placements: PodPlacements;
  /** Where else the plan itself says that the scheduler may put a workload, by its id. */
  readonly leeway: ReadonlyMap<string, readonly string[]>;
  readonly pods: readonly PodInPlan[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function clusterInPlan(stack: Stack, plan: Plan, { readings }: SymptomSnapshot, now: number): ClusterInPlan {
  const planned = new Map(plan.workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload]));
  const workloadOf = rowFinder(stack.workloads, readings);
  return {
    readings,
    stack,
    plan,
    placements: emitPlacements(stack, plan),
    leeway: leewayOf(stack, plan),
    pods: readOrNone(readings, "pods").map((pod): PodInPlan => {
      const workload = workloadOf(pod);
      const ofPlan = workload === undefined || isPerNode(workload) ? undefined : planned.get(workload.id);
      return {
        id: idOf(pod),
        pod,
        ...(workload === undefined ? {} : { workload }),
        ...(ofPlan === undefined ? {} : { planned: ofPlan }),
      };
    }),
    now,
  };
}

/** Whether it is meant to run: neither done, nor failed, nor on its way out. */
export function isLiving({ metadata, status }: Pod): boolean {
  return status.phase !== "Succeeded" && status.phase !== "Failed" && metadata.deletionTimestamp === undefined;
}

export function isReady({ status }: Pick<Pod, "status">): boolean {
  return status.conditions.some((condition) => condition.type === "Ready" && condition.status === "True");
}

export function isPerNode({ kind }: Pick<Workload, "kind">): boolean {
  return kind === "DaemonSet" || kind === "StaticPod";
}

/** By the name of what deploys it, by its labels, and else the row that stands for the rest of its namespace. */
function rowFinder(workloads: readonly Workload[], readings: Readings): (pod: Pod) => Workload | undefined {
  const byNamespace = Map.groupBy(workloads, ({ namespace }) => namespace);
  const intermediates = { replicaSets: byId(readOrNone(readings, "replicaSets")), jobs: byId(readOrNone(readings, "jobs")) };
  return (pod) => {
    const rows = byNamespace.get(pod.metadata.namespace) ?? [];
    const named = rows.filter(({ estimated }) => !estimated);
    const owner = topOwnerOf(pod, intermediates);
    return (
      named.find(({ name }) => name === owner?.name) ??
      named.find(({ podLabels }) => Object.keys(podLabels).length > 0 && selects({ matchLabels: podLabels }, pod.metadata.labels)) ??
      rows.find(({ estimated }) => estimated)
    );
  };
}

function byId(objects: readonly MetadataOnly[]): ReadonlyMap<string, MetadataOnly> {
  return new Map(objects.map((object) => [idOf(object), object]));
}

function idOf({ metadata }: MetadataOnly): string {
  return `${metadata.namespace}/${metadata.name}`;
}
