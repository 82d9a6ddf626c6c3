import type { PlacementWorkload } from "../../infra/placement/problem";

export const zoneLabel = "topology.kubernetes.io/zone";
export const hostnameLabel = "kubernetes.io/hostname";
export const poolLabel = "berth.dev/pool";
export const teamTaint = "berth.dev/team";
/** Teams that have nodes of their own in the family `taints`. */
export const teams = ["blue", "green", "red"] as const;

/** What the workloads of a measurement have in common: one kind of constraint each, or all of them. */
export const familyNames = ["basic", "spread", "anti-affinity", "affinity", "gpu", "taints", "mixed"] as const;
export type FamilyName = (typeof familyNames)[number];

/** Gives a workload the constraints of a family. `previous` is the workload before it, if any. */
export type Constrain = (base: PlacementWorkload, random: () => number, previous: PlacementWorkload | undefined) => PlacementWorkload;

const inPool = (pool: string): PlacementWorkload["requires"] => [{ key: poolLabel, operator: "In", values: [pool] }];

const withGpu = (base: PlacementWorkload): PlacementWorkload => ({
  ...base,
  requests: { ...base.requests, extended: { "nvidia.com/gpu": 1 } },
  tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
});

export const families: Readonly<Record<FamilyName, Constrain>> = {
  basic: (base) => base,
  spread: (base) => ({ ...base, spreads: [{ topologyKey: zoneLabel, maxSkew: 1, strict: true }] }),
  "anti-affinity": (base) => ({ ...base, antiAffinityTopologyKey: hostnameLabel }),
  /** Half require a pool; of the others every second shares the nodes of the workload before it. */
  affinity: (base, random, previous) => {
    if (random() < 0.5) {
      return { ...base, requires: inPool(random() < 0.5 ? "compute" : "memory") };
    }
    return previous?.colocateWith === undefined && previous?.mode === "replicas" && previous.requires.length === 0
      ? { ...base, colocateWith: previous.id }
      : base;
  },
  /** A tenth of the pods ask for a GPU; a fifth of the nodes have 24 each. */
  gpu: (base, random) => (random() < 0.1 ? withGpu(base) : base),
  /** Half tolerate one team's taint. */
  taints: (base, random) => {
    const team = teams[Math.floor(random() * 2 * teams.length)];
    return team === undefined ? base : { ...base, tolerations: [{ key: teamTaint, operator: "Equal", value: team, effect: "NoSchedule" }] };
  },
  /** A sixth each keep apart, spread, require a pool or have a target; a few need a GPU or follow a DaemonSet. */
  mixed: (base, random) => {
    switch (Math.floor(random() * 12)) {
      case 0:
      case 1:
        return { ...base, antiAffinityTopologyKey: hostnameLabel };
      case 2:
      case 3:
        return { ...base, spreads: [{ topologyKey: zoneLabel, maxSkew: 1, strict: true }] };
      case 4:
      case 5:
        return { ...base, requires: inPool("compute") };
      case 6:
      case 7:
        return { ...base, target: inPool("memory") };
      case 8:
        return random() < 0.2 ? withGpu({ ...base, replicas: Math.min(base.replicas, 4) }) : base;
      case 9:
        return random() < 0.5 ? { ...base, colocateWith: "kube-system/agent0" } : base;
      default:
        return base;
    }
  },
};
