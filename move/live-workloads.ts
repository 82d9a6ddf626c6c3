import type { Workload } from "../infra/workloads/workload";
import type { ObservedPod } from "../kubernetes-api/observed-pods";
import { type LiveController, type LivePods, objectKey } from "./live-cluster";

/** A row of the tables with what runs of it. */
export interface LiveWorkload {
  readonly row: Workload;
  /** What keeps its pods; absent for DaemonSets, CronJobs, static pods, estimated rows and what an operator keeps. */
  readonly controller?: LiveController;
  /** Without those on their way out. */
  readonly pods: readonly ObservedPod[];
  /** Pods on their way out. */
  readonly leaving: readonly ObservedPod[];
  /** Pods that it is to have. */
  readonly wanted: number;
}

export interface MatchedPods {
  /** By id; every row is there. */
  readonly workloads: ReadonlyMap<string, LiveWorkload>;
  /** Pods that belong to no row. */
  readonly strangers: readonly ObservedPod[];
}

/**
 * Tells which row each pod belongs to: the one of the name of what owns it, else the one whose labels it carries, else
 * the row that stands for the rest of its namespace. Pods of each node, static pods and runs are never of that rest.
 */
export function matchPods(rows: readonly Workload[], { pods, controllers }: LivePods): MatchedPods {
  const match = matcher(rows);
  const byRow = Map.groupBy(pods, (pod) => match(pod)?.id);
  const workloads = new Map(
    rows.map((row) => {
      const all = byRow.get(row.id) ?? [];
      const own = all.filter(({ deleting }) => !deleting);
      const controller = row.kind === "Deployment" || row.kind === "StatefulSet" ? controllers.get(objectKey(row.kind, row)) : undefined;
      const live: LiveWorkload = {
        row,
        ...(controller === undefined ? {} : { controller }),
        pods: own,
        leaving: all.filter(({ deleting }) => deleting),
        wanted: wantedOf(row, own, controller),
      };
      return [row.id, live] as const;
    }),
  );
  return { workloads, strangers: (byRow.get(undefined) ?? []).filter(({ deleting }) => !deleting) };
}

function wantedOf(row: Workload, pods: readonly ObservedPod[], controller: LiveController | undefined): number {
  if (controller !== undefined) {
    return controller.replicasBefore ?? controller.replicas;
  }
  // Of runs and of a rest there are as many as there are; what nobody has deployed is to have what the tables say.
  return row.kind === "CronJob" || row.estimated ? pods.length : row.replicas;
}

/** Kinds whose pods are never part of what a row stands for as the rest of its namespace. */
const ofTheirOwn: readonly string[] = ["DaemonSet", "StaticPod", "Job", "CronJob"];

function matcher(rows: readonly Workload[]): (pod: ObservedPod) => Workload | undefined {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const byNamespace = Map.groupBy(rows, ({ namespace }) => namespace);
  return (pod) => {
    const owner = pod.workload === undefined ? undefined : byId.get(pod.workload);
    if (owner !== undefined) {
      return owner;
    }
    const own = byNamespace.get(pod.namespace) ?? [];
    return (
      own.find((row) => !row.estimated && carries(pod, row.podLabels)) ??
      (ofTheirOwn.includes(pod.ownerKind ?? "") ? undefined : own.find(({ estimated }) => estimated))
    );
  };
}

function carries({ labels }: ObservedPod, wanted: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(wanted);
  return entries.length > 0 && entries.every(([key, value]) => labels[key] === value);
}
