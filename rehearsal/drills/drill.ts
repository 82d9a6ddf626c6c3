import type { Plan } from "../../infra/placement/plan-document";
import type { Stack } from "../../infra/stack/stack";
import type { ProgressStream } from "../../toolchain/progress";
import type { Environment } from "../../toolchain/tool";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import type { ControlPlane } from "../control-plane/control-plane";

/** What a drill works with: a stack that is up on a real control plane, and everything that was planned for it. */
export interface DrillContext {
  readonly stack: Stack;
  readonly plan: Plan;
  readonly controlPlane: ControlPlane;
  readonly api: ClusterApi;
  readonly environment: Environment;
  /** Where builds of tools say how far they are. */
  readonly stream: ProgressStream;
  /** For what is drawn at random: the same seed draws the same. */
  readonly seed: number;
  /** Says in one line what it is doing now. */
  readonly step: (text: string) => void;
}

/** Something that is not as planned. */
export interface DrillFinding {
  /** `namespace/pod`, a node, or whatever it is about. */
  readonly subject: string;
  /** Names of the planned nodes, then of the failover nodes, where it is about a pod. Default: it is not. */
  readonly planned?: readonly string[];
  readonly failover?: readonly string[];
  /** Where the pod is; absent while it is pending. */
  readonly node?: string;
  /** One sentence: what is wrong. For a pending pod, the scheduler's own reason. */
  readonly message: string;
}

/** Something that was measured or done, for reading. */
export interface DrillFact {
  readonly label: string;
  readonly value: string;
}

export interface DrillResult {
  /** `broken`: the plan does not hold. `skipped`: nothing of the stack is concerned; `reason` says why. */
  readonly outcome: "held" | "broken" | "skipped";
  /** One line, for reading. */
  readonly summary: string;
  /** Why it was skipped. */
  readonly reason?: string;
  /** Empty when it held. */
  readonly findings: readonly DrillFinding[];
  readonly facts: readonly DrillFact[];
}

/**
 * One thing that is tried on the cluster. A drill leaves the cluster as it found it: nodes ready and schedulable, every
 * workload at its planned number of replicas, every pod placed.
 */
export interface Drill {
  /** Kebab-case; `--drill <name>` runs it alone. */
  readonly name: string;
  /** What it answers, as a question. */
  readonly question: string;
  /** Runs only when it is asked for by name or with `--thorough`: it takes long, or a tool that it needs takes minutes to build. Default false. */
  readonly thorough?: boolean;
  run(context: DrillContext): Promise<DrillResult>;
}
