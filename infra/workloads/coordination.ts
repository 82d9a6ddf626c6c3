import type { LabelSelector } from "../selectors/label-selector";
import type { DisruptionBudget, Scaling } from "./schema";
import type { Coordinator, Workload } from "./workload";

/**
 * Who may touch a running workload:
 * - `keda` changes how many pods it has,
 * - `vpa` what they request,
 * - `descheduler` moves them to balance the nodes,
 * - `karpenter` to need fewer or cheaper nodes (consolidation),
 * - `upgrade` drains their node to restart it.
 */
export const actors = ["keda", "vpa", "descheduler", "karpenter", "upgrade"] as const;
export type Actor = (typeof actors)[number];

/** Whether an actor may touch a workload. */
export interface Permission {
  readonly allowed: boolean;
  /** What it then does, or why it may not. */
  readonly how: string;
  /** The written reason of an exception: without it, the opposite would hold. */
  readonly exception?: string;
}

/** What each actor may do to one workload. */
export type Coordination = Readonly<Record<Actor, Permission>>;

/** What the decisions depend on. */
export type Coordinated = Pick<
  Workload,
  "kind" | "replicas" | "scaling" | "verticalScaling" | "coordinator" | "disruption" | "immovable" | "exceptions"
>;

/** Seed 000, strategy 3: the pod-template label that names the coordinator. */
export const coordinatorLabel = "scaling.talos.io/managed-by";

/**
 * Karpenter leaves the node of a pod alone that carries it.
 *
 * @see https://karpenter.sh/docs/concepts/disruption/#pod-level-controls
 */
export const doNotDisruptAnnotation = "karpenter.sh/do-not-disrupt";

/** The pods that the descheduler may evict: those that opted in. */
export const evictablePods = {
  matchExpressions: [{ key: coordinatorLabel, operator: "In", values: ["descheduler"] }],
} as const satisfies LabelSelector;

/**
 * Who may change where a workload runs or how many pods it has. KEDA wins by being present: that a scaled workload is
 * not rebalanced as well is checked when the stack is loaded.
 *
 * Source: seed 000, strategy 3.
 */
export function coordinatorOf(workload: { readonly scaling?: Scaling | undefined; readonly rebalance: boolean }): Coordinator {
  if (workload.scaling !== undefined) {
    return "keda";
  }
  return workload.rebalance ? "descheduler" : "none";
}

/** What the pods of a workload carry, so that every actor sees what it may do. */
export function podMarksOf(workload: Coordinated): {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
} {
  const labels = { [coordinatorLabel]: workload.coordinator };
  return coordinationOf(workload).karpenter.allowed ? { labels } : { labels, annotations: { [doNotDisruptAnnotation]: "true" } };
}

/** The row of the matrix for one workload: the only place where it is decided who may do what. */
export function coordinationOf(workload: Coordinated): Coordination {
  return {
    keda: kedaOn(workload),
    vpa: vpaOn(workload),
    descheduler: deschedulerOn(workload),
    karpenter: karpenterOn(workload),
    upgrade: upgradeOn(workload),
  };
}

function may(how: string): Permission {
  return { allowed: true, how };
}

function mayNot(how: string): Permission {
  return { allowed: false, how };
}

function kedaOn({ scaling }: Coordinated): Permission {
  if (scaling === undefined) {
    return mayNot("nothing scales it");
  }
  const triggers = [...new Set(scaling.triggers.map(({ type }) => type))].sort();
  return may(`${scaling.minReplicas} to ${scaling.maxReplicas} replicas by ${triggers.join(", ")}`);
}

function vpaOn({ verticalScaling, exceptions }: Coordinated): Permission {
  if (verticalScaling === undefined) {
    return mayNot("nothing adapts it");
  }
  const { mode, resources } = verticalScaling;
  if (mode === "Off") {
    return mayNot("it only recommends");
  }
  const permission = may(`requests of ${resources.join(" and ")} of ${mode === "Initial" ? "new pods" : "running pods"}`);
  return exceptions?.vpa === undefined ? permission : { ...permission, exception: exceptions.vpa.reason };
}

function deschedulerOn(workload: Coordinated): Permission {
  if (workload.coordinator === "descheduler") {
    return may(`evicts within ${budgetText(workload)}`);
  }
  return mayNot(staysBecause(workload) ?? (workload.coordinator === "keda" ? "KEDA scales it" : "not given to it"));
}

function karpenterOn(workload: Coordinated): Permission {
  const { kind, immovable, exceptions } = workload;
  const reason = immovable ?? (kind === "CronJob" ? "a run would lose its work" : undefined);
  // The pods of each node do not keep Karpenter from taking it away, and no mark on them would.
  const permission = reason === undefined || isPerNode(workload) ? may(goesWithNode(workload)) : mayNot(reason);
  const exception = exceptions?.karpenter;
  return exception === undefined
    ? permission
    : {
        allowed: exception.allowed,
        how: exception.allowed ? goesWithNode(workload) : "its node stays while it runs",
        exception: exception.reason,
      };
}

function upgradeOn(workload: Coordinated): Permission {
  return may(
    workload.immovable === undefined || isPerNode(workload)
      ? goesWithNode(workload)
      : `away while its node restarts: ${workload.immovable}`,
  );
}

/** What happens to its pods when their node goes. */
function goesWithNode(workload: Coordinated): string {
  if (isPerNode(workload)) {
    return "ends with its node";
  }
  if (workload.kind === "CronJob") {
    return "the run starts anew";
  }
  if (workload.disruption !== undefined) {
    return `evicts within ${budgetText(workload)}`;
  }
  return workload.replicas > 1 ? "evicts all at once: no budget" : "evicts its pod: no budget";
}

function isPerNode({ kind }: Coordinated): boolean {
  return kind === "DaemonSet" || kind === "StaticPod";
}

function staysBecause(workload: Coordinated): string | undefined {
  return isPerNode(workload) ? "its pods belong to their nodes" : workload.immovable;
}

function budgetText({ disruption }: Coordinated): string {
  if (disruption === undefined) {
    return "no budget";
  }
  return disruption === "operator" ? "its operator's budget" : describeBudget(disruption);
}

function describeBudget(budget: DisruptionBudget): string {
  return "minAvailable" in budget ? `minAvailable ${budget.minAvailable}` : `maxUnavailable ${budget.maxUnavailable}`;
}
