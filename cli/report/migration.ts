import type { ClusterState, Migration, MigrationMoment } from "../../infra/migration/migration-document";
import { count, formatPercent, nodeList, percentOf } from "./format";

/** The columns of a table of moments, in order. */
export const migrationColumns = ["phase", "when", "cluster", "nodes", "pods", "load", "fullest node", "etcd"] as const;

/** A row for each cluster at each moment. */
export function migrationRows({ moments }: Migration): readonly (readonly string[])[] {
  return moments.flatMap((moment) =>
    moment.clusters.map((cluster, index) => [
      index === 0 ? String(moment.phase) : "",
      index === 0 ? whenOf(moment) : "",
      cluster.name,
      nodeList(cluster.nodes),
      String(cluster.pods),
      loadOf(cluster),
      `${cluster.fullest.node}: ${cluster.fullest.resource} ${formatPercent(percentOf(cluster.fullest.requested, cluster.fullest.allocatable))}`,
      `${count(cluster.etcd.members, "member")}, ${cluster.etcd.quorum} needed, ${cluster.etcd.tolerates} may fail`,
    ]),
  );
}

export interface MigrationNotes {
  readonly phase: number;
  readonly title: string;
  readonly sentences: readonly string[];
}

/** What to know about each phase, each sentence once. */
export function migrationNotes({ moments, from }: Migration): readonly MigrationNotes[] {
  return [...Map.groupBy(moments, ({ phase }) => phase).values()].flatMap((group) =>
    group.slice(0, 1).map(({ phase, title }) => ({
      phase,
      title,
      sentences: [...new Set(group.flatMap((moment) => sentencesOf(moment, from)))],
    })),
  );
}

function sentencesOf(moment: MigrationMoment, from: string): readonly string[] {
  const { rebuilding, paused, stopsWithoutRemoval, clusters } = moment;
  return [
    ...(rebuilding.length === 0 || stopsWithoutRemoval === undefined
      ? []
      : [
          stopsWithoutRemoval
            ? `Remove ${nodeList(rebuilding)} from the etcd of ${from} before stopping it: stopped and not removed it still counts, and etcd stops.`
            : `Remove ${nodeList(rebuilding)} from the etcd of ${from} before stopping it: while it counts, the next loss stops etcd.`,
        ]),
    ...(paused.length === 0 ? [] : [`Stands still while ${nodeList(rebuilding)} is rebuilt: ${paused.join(", ")}.`]),
    ...clusters.flatMap(clusterSentences),
  ];
}

function clusterSentences({ name, etcd, missing }: ClusterState): readonly string[] {
  const names = (rows: typeof missing): string => rows.map((row) => `${row.namespace}/${row.name}`).join(", ");
  const stopped = missing.filter((row) => row.missing === row.pods);
  const fewer = missing.filter((row) => row.missing < row.pods);
  return [
    ...stopped.map((row) => `${name} has no node for ${names([row])}: ${row.blockedBy.join("; ")}.`),
    ...(fewer.length === 0 ? [] : [`${name} runs fewer pods than it should of ${names(fewer)}.`]),
    ...(etcd.tolerates > 0
      ? []
      : [
          etcd.members === 1
            ? `${name} depends on one control plane: take a snapshot of its data first.`
            : `${name} depends on each of ${count(etcd.members, "control plane")}: one more than with a single one, and no safer. Keep this short.`,
        ]),
  ];
}

function whenOf({ moment, rebuilding }: MigrationMoment): string {
  return moment === "rebuilding" ? `while ${nodeList(rebuilding)} is rebuilt` : moment;
}

function loadOf({ holds, missing }: ClusterState): string {
  return holds ? (missing.length === 0 ? "holds" : "holds with fewer pods") : "does not hold";
}
