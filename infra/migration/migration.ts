/**
 * One step of a move to a new cluster on the same machines. First namespaces are set up and moved, then machines are
 * rebuilt: they leave the old cluster and join the new one, in the role that the hardware table gives them.
 */
export interface MigrationPhase {
  readonly title: string;
  /** Namespaces that the new cluster gets as well; the old one keeps its own. Default: none. */
  readonly setsUp?: readonly string[];
  /** Namespaces whose workloads leave the old cluster for the new one. Default: none. */
  readonly moves?: readonly string[];
  /** Machines that join the new cluster; those of the old one are rebuilt. Default: none. */
  readonly joins?: readonly string[];
  /** Namespaces that stand still while this phase's machines are rebuilt, and start in the new cluster. Default: none. */
  readonly pauses?: readonly string[];
}

/** How a running cluster becomes the one of a stack's tables, phase by phase. */
export interface MigrationTable {
  readonly from: {
    /** What it runs, for reading: `K3s`. */
    readonly name: string;
    /** Machines with a member of etcd. */
    readonly controlPlanes: readonly string[];
    readonly workers: readonly string[];
  };
  readonly to: { readonly name: string };
  readonly phases: readonly MigrationPhase[];
}
