import type { PowerModel } from "../hardware/machine";
import type { Taint } from "../hardware/schema";
import type { NodeRequirement, Toleration } from "../workloads/schema";

/** A node as the scheduler sees it. */
export interface PlacementNode {
  readonly name: string;
  readonly allocatable: {
    readonly cpuMilli: number;
    readonly memoryBytes: number;
    readonly pods: number;
    readonly extended: Readonly<Record<string, number>>;
  };
  /** All labels, set and discovered, with `kubernetes.io/hostname` and the role labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** All taints, the control plane's included. */
  readonly taints: readonly Taint[];
  /** A control plane that is kept for the core. One that takes ordinary workloads counts as a worker here. */
  readonly controlPlane: boolean;
  /**
   * Whether it is one of the control planes at all: more than half of these must be left for anything to be scheduled,
   * and none may sleep. Default: as `controlPlane`.
   */
  readonly runsControlPlane?: boolean;
  readonly power: PowerModel;
  /** Physical host that carries it; its own name for bare metal. */
  readonly host: string;
  /**
   * What a user may select on: capability labels that the machine has for good, host names excluded. Emission builds
   * its expressions from these alone.
   */
  readonly capabilities: Readonly<Record<string, string>>;
  /**
   * Devices that pods may share, by extended resource: how many there are. Each holds {@link deviceMilli} of the resource,
   * so `allocatable.extended` has that many times their number. Default: none; extended resources are then whole pieces.
   */
  readonly sharedDevices?: Readonly<Record<string, number>>;
}

/** What one shared device holds. A request below it lies on one device; a multiple of it takes whole, empty devices. */
export const deviceMilli = 1000;

/** A physical server that carries several nodes: what runs on them together may not request more than it has. */
export interface PlacementHost {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** One term of required pod affinity or anti-affinity, its selector and namespaces resolved. */
export interface PodTerm {
  readonly topologyKey: string;
  /** Ids of the workloads whose pods the term selects, sorted; its own among them if it selects its own pods. */
  readonly selects: readonly string[];
}

/**
 * How evenly pods are spread over the values of a label.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export interface TopologySpread {
  readonly topologyKey: string;
  /** How many pods the fullest domain may have more than the emptiest. */
  readonly maxSkew: number;
  /** `DoNotSchedule`; else `ScheduleAnyway`, which only scores. */
  readonly strict: boolean;
  /** With fewer domains than this, the emptiest counts as having none. Default 1. */
  readonly minDomains?: number;
  /** `Honor`: nodes that the requirements rule out are in no domain. Default `Honor`. */
  readonly nodeAffinityPolicy?: "Honor" | "Ignore";
  /** `Honor`: nodes whose taints the workload does not tolerate are in no domain. Default `Honor`. */
  readonly nodeTaintsPolicy?: "Honor" | "Ignore";
  /** Ids of the workloads whose pods are counted, sorted. Default: its own. */
  readonly selects?: readonly string[];
}

/** A port of the node's own network that a pod takes. */
export interface HostPort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
  /** `0.0.0.0`: every address. */
  readonly hostIP: string;
}

/** A set of interchangeable pods that are placed together. */
export interface PlacementWorkload {
  /** `namespace/name`. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  /** `perNode`: one pod on every node that it tolerates and matches (DaemonSet); `fixed`: stays on `current`. */
  readonly mode: "replicas" | "perNode" | "fixed";
  readonly replicas: number;
  /** Between how many pods an autoscaler keeps it; absent when nothing scales it. `replicas` is its normal load. */
  readonly scale?: {
    readonly minReplicas: number;
    readonly maxReplicas: number;
    /** {@link PlacementWorkload.surgePods} with so many replicas. Default of each: 0. */
    readonly surgePodsAtMin?: number;
    readonly surgePodsAtMax?: number;
  };
  readonly requests: {
    readonly cpuMilli: number;
    readonly memoryBytes: number;
    readonly extended: Readonly<Record<string, number>>;
  };
  /** What each of its running pods requests now. Default: `requests`. */
  readonly currentRequests?: { readonly cpuMilli: number; readonly memoryBytes: number };
  /** 0 is placed first. */
  readonly tier: 0 | 1 | 2 | 3 | 4;
  /**
   * What each of its pods counts for among those of its tier when not all can be placed: a whole number from 1, such as
   * how much it uses of what is scarce. Default 1.
   */
  readonly weight?: number;
  /** Belongs on the control plane: it is what other workloads make room for there. */
  readonly core: boolean;
  readonly tolerations: readonly Toleration[];
  /** Hard conditions on the node's labels, all of them. */
  readonly requires: readonly NodeRequirement[];
  /** Conditions that the planned nodes meet too; failover nodes need not. */
  readonly target: readonly NodeRequirement[];
  /** Label key: no two of its pods on nodes with the same value. */
  readonly antiAffinityTopologyKey?: string;
  /** Id of a workload whose nodes it must share. */
  readonly colocateWith?: string;
  /** All strict ones must hold. Default: none. */
  readonly spreads?: readonly TopologySpread[];
  /** Pods per node before the plan. */
  readonly current: Readonly<Record<string, number>>;
  /** Why it stays where it is; only with `fixed`. */
  readonly fixedBecause?: string;
  readonly pin: "prefer" | "strict";
  /** In the node's domain of each term is a pod that all of the terms select; one that only some select is of no use. Default: none. */
  readonly podAffinity?: readonly PodTerm[];
  /** None may be met, nor one of another workload's that selects this one. Default: none. */
  readonly podAntiAffinity?: readonly PodTerm[];
  /** Default: none. */
  readonly hostPorts?: readonly HostPort[];
  /** Pods that a rolling update starts before old ones end. Default 0. */
  readonly surgePods?: number;
  /** Its pod template carries the placement: when that changes, all its pods restart, not only those that move. Default false. */
  readonly restartsTogether?: boolean;
  /** A row that stands for several workloads: none of its pods stands in for another. Default false. */
  readonly estimated?: boolean;
}

/** What the planner improves, most important first. Earlier ones are never traded for later ones. */
export const objectiveNames = [
  "place",
  "control-plane",
  "survive-loss",
  "replicas-apart",
  "ceilings",
  "watts",
  "disruption",
  "balance",
] as const;
/** `left-behind` is only there with a limit on moves; no stack chooses it. */
export type ObjectiveName = (typeof objectiveNames)[number] | "left-behind";

export interface PlacementProblem {
  readonly stack: string;
  readonly nodes: readonly PlacementNode[];
  readonly workloads: readonly PlacementWorkload[];
  /** Physical servers by name, where several nodes share one. Default: none that matters. */
  readonly hosts?: readonly PlacementHost[];
  /** Each at most once; `place` always comes first. */
  readonly objectives: readonly ObjectiveName[];
  /** Share of allocatable, in percent, that requests should stay under. */
  readonly ceilings: {
    readonly controlPlane: { readonly cpuPercent: number; readonly memoryPercent: number };
    readonly worker: { readonly cpuPercent: number; readonly memoryPercent: number };
  };
  /**
   * How many pods may move at most. Running pods may then stay on nodes where none of theirs could start. Default: any
   * number.
   */
  readonly maxMoves?: number;
  /** How the problem differs from the stack's own, for reading: `without talos03`. Default: not at all. */
  readonly assumptions?: readonly string[];
}
