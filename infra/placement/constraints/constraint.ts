import type { Change } from "../explain/change";
import type { PlacementWorkload } from "../problem";
import type { ModelFacts } from "../search/model";
import type { State } from "../search/state";

/** Something that keeps a pod off a node. */
export interface Obstacle {
  /** The constraint's name in a plan's `blockedBy`. */
  readonly constraint: string;
  /** For reading, to follow "not talos00:". */
  readonly reason: string;
}

/** A constraint over a pod and a node alone, or over what the node has left. These are asked directly, for speed. */
export interface NodeConstraint {
  /** What of it keeps one more pod of the workload off the node as things are. */
  readonly obstacles: (state: State, w: number, n: number) => readonly Obstacle[];
}

/**
 * A hard constraint that looks at other pods too. Each is a file of its own with a line in the registry. It costs nothing
 * in a problem that has no workload for it.
 */
export interface Constraint {
  /** Its name in a plan's `blockedBy`. */
  readonly name: string;
  /** Undefined when no workload of the problem is concerned. */
  readonly prepare: (model: ModelFacts) => PreparedConstraint | undefined;
  /** How a workload can do without it; absent when only other nodes would help. */
  readonly remedy?: (workload: PlacementWorkload) => ConstraintRemedy;
  /** A change to something else that takes the constraint off the node: to it, to its host, to other workloads. Default: none. */
  readonly relief?: (state: State, w: number, n: number) => Change | undefined;
}

/** A change to a workload that takes the constraint off it. */
export interface ConstraintRemedy {
  readonly text: string;
  /** Only for sorting: 0 for a wish that is given up, 40 for another machine. */
  readonly cost: number;
  readonly change: (workload: PlacementWorkload) => PlacementWorkload;
}

/** A constraint with what it has found out about one problem; shared by all states of it. */
export interface PreparedConstraint {
  /** Workloads whose pods it may refuse. */
  readonly concerns: (w: number) => boolean;
  /** Workloads whose pods it is told of. Default: those that it concerns. */
  readonly counts?: (w: number) => boolean;
  /**
   * A step may break it on the way, when more pods are to follow; it must only hold at the step's end. Then
   * {@link ConstraintState.broken} says whether it does.
   */
  readonly mayBreak?: boolean;
  /**
   * Whether the proof that a pod always finds room knows all ways in which this may refuse pods of the workload; where it
   * does not, nothing is proven. Default: it knows none.
   */
  readonly provable?: (w: number) => boolean;
  /** Whether only pods of the workload itself, and of what it must be with, make it refuse pods of it. Default: others do too. */
  readonly ownOnly?: (w: number) => boolean;
  /**
   * By node, the domains in which a pod of the one workload keeps every pod of the other away, whoever came first; -1 for a
   * node that is in none. One entry for each rule. With this and the proof's own arithmetic it may be {@link provable}.
   * Default: no pod's mere presence keeps another away.
   */
  readonly excludes?: (w: number, other: number) => readonly Int32Array[];
  /**
   * It looks at nothing but what the pods of one node or host request, so that workloads with the same requests are the
   * same to it. Default: it may look at which workload a pod is of, and at other nodes.
   */
  readonly nodeLocal?: boolean;
  /** Starts to keep track of a state that has no pods yet. */
  readonly track: (state: State) => ConstraintState;
}

/**
 * What a constraint knows about one state. It is told of every pod after the state has counted it. A constraint that
 * makes choices, such as which device a pod gets, makes the same ones in the same state, and takes exactly these back
 * when a change is undone; one without choices need not tell undoing from doing the opposite.
 */
export interface ConstraintState {
  /** Whether one more pod of the workload may be on the node as things are. */
  readonly allows: (w: number, n: number) => boolean;
  /** For reading: why {@link allows} says no. */
  readonly reason: (w: number, n: number) => string;
  readonly added?: (w: number, n: number) => void;
  readonly removed?: (w: number, n: number) => void;
  /** Takes the last {@link added} that was not taken back yet back. Default: {@link removed}. */
  readonly addUndone?: (w: number, n: number) => void;
  /** Takes the last {@link removed} that was not taken back yet back. Default: {@link added}. */
  readonly removeUndone?: (w: number, n: number) => void;
  /** Whether the workload's pods on the node could be there still, now that others have left. Default: they could. */
  readonly keeps?: (w: number, n: number) => boolean;
  /** Whether the workload breaks it at the moment. Default: it never does. */
  readonly isBroken?: (w: number) => boolean;
  /** How many workloads break it at the moment. Default: none ever does. */
  readonly broken?: () => number;
  /** Of a constraint that may break: whether no pod that it allows breaks it. Default: one may. */
  readonly holdsWhereAllowed?: boolean;
  /** Of a constraint that may break: whether a pod could be on the node in some state. Default: it could. */
  readonly couldAllow?: (w: number, n: number) => boolean;
  /** How much the pod's leaving would do for a broken constraint: where it is largest, pods leave first. Default: 0. */
  readonly crowding?: (w: number, n: number) => number;
  /**
   * Whether a pod may fall back to the node when one of the workload's planned nodes is lost and all else is as it is.
   * Default: {@link allows}.
   */
  readonly allowsFailover?: (w: number, n: number, planned: readonly number[]) => boolean;
}
