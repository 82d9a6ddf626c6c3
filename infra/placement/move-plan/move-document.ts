/** Version of the JSON that `plan --moves --json` prints; changes when a field is removed or changes its meaning. */
export const movesVersion = 1;

/** Pods of one workload that a step, or what no step can do, concerns. */
export interface MovingPods {
  readonly namespace: string;
  readonly name: string;
  /** 0 is the most important. */
  readonly tier: number;
  readonly pods: number;
}

/** Carried out when all steps before it are: their old pods are gone and their new ones are ready. */
export interface MoveStep extends MovingPods {
  /** From 1, without gaps. */
  readonly step: number;
  /**
   * `move`: pods are evicted from one node and start on another. `restart`: on the same, with other requests. `stop`:
   * pods go and none takes their place yet, or ever. `start`: pods start that do not run.
   */
  readonly action: "move" | "restart" | "stop" | "start";
  /** How many of the pods go at the same time; the next follow when the new ones are ready. */
  readonly atOnce: number;
  /** Where the pods run before the step; absent for `start`. */
  readonly from?: string;
  /** Where they run after it; absent for `stop`. */
  readonly to?: string;
  /** Why it comes where it does. */
  readonly why: string;
  /** The step whose end it waits for, where it was not possible from the start. */
  readonly after?: number;
  /** Absent when enough other pods of the workload run meanwhile. */
  readonly outage?: {
    /** Pods that are missing at the same time. */
    readonly pods: number;
    readonly because: string;
  };
  /** What carries it out, in order; none where that happens by itself, as `note` says. */
  readonly commands: readonly string[];
  /** What to know before the commands are typed; absent when that is nothing. */
  readonly note?: string;
}

/** The public contract of `plan --moves --json`; its JSON Schema is `schema/moves.schema.json`. */
export interface MovePlan {
  readonly version: typeof movesVersion;
  readonly stack: string;
  /** What was assumed that is not so; absent when nothing was. */
  readonly assumptions?: readonly string[];
  readonly steps: readonly MoveStep[];
  /** What the plan wants and no order of steps can do, by tier. */
  readonly blocked: readonly (MovingPods & { readonly because: string })[];
}
