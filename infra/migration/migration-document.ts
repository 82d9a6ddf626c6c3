import type { Failure } from "../placement/what-if/failure-document";
import type { EtcdSafety } from "./etcd-safety";

/** Version of the JSON that `migration --json` prints; changes when a field is removed or changes its meaning. */
export const migrationVersion = 1;

/** A workload that a cluster does not run as it should. */
export interface MissingPods {
  readonly namespace: string;
  readonly name: string;
  /** Pods that it should have, and how many of them have no node. */
  readonly pods: number;
  readonly missing: number;
  /** The constraints that stand in the way. */
  readonly blockedBy: readonly string[];
}

/** One of the two clusters at one moment. */
export interface ClusterState {
  readonly name: string;
  /** Sorted. */
  readonly nodes: readonly string[];
  readonly etcd: EtcdSafety;
  /** Pods that it is to run. */
  readonly pods: number;
  /** Whether every workload runs, if need be with fewer pods than it should have. */
  readonly holds: boolean;
  readonly missing: readonly MissingPods[];
  /** The resource of a node of which the largest share is requested. */
  readonly fullest: NonNullable<Failure["fullest"]>;
}

export interface MigrationMoment {
  /** From 1; 0 is before anything is done. */
  readonly phase: number;
  readonly title: string;
  /** `rebuilding`: this phase's machines are in neither cluster. */
  readonly moment: "before" | "rebuilding" | "after";
  /** The old cluster and the new one; one of them where the other has no machine. */
  readonly clusters: readonly ClusterState[];
  /** Machines that are in neither cluster. */
  readonly rebuilding: readonly string[];
  /** Namespaces that stand still. */
  readonly paused: readonly string[];
  /**
   * Whether the old cluster's etcd would stop if the machines were stopped before their members are removed from it.
   * Absent when no member leaves, or when it is the last.
   */
  readonly stopsWithoutRemoval?: boolean;
}

/** What a migration means for the load and for etcd, moment by moment. */
export interface Migration {
  readonly version: typeof migrationVersion;
  readonly stack: string;
  readonly from: string;
  readonly to: string;
  readonly moments: readonly MigrationMoment[];
}
