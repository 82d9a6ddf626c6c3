import type { PlacementNode, PlacementWorkload } from "../../placement/problem";
import { GiB, node, problem, workload } from "../../placement/testing/problems";
import type { Workload } from "../../workloads/workload";
import type { NodeFleet } from "../fleet";

/** A workload of the small fleet: its row, and what the planner makes of it. */
export interface FleetWorkload {
  readonly row: Workload;
  readonly placement: PlacementWorkload;
}

/** One movable workload of tier 2 with a budget of one, or what the changes make of it. */
export function fleetWorkload(
  name: string,
  placement: Parameters<typeof workload>[1] = {},
  row: Partial<Pick<Workload, "kind" | "disruption" | "volumes" | "immovable" | "current">> = {},
): FleetWorkload {
  const placed = workload(name, placement);
  return {
    placement: { ...placed, ...(row.current === undefined ? {} : { current: row.current }) },
    row: {
      id: placed.id,
      namespace: placed.namespace,
      name,
      kind: "Deployment",
      managedBy: "helm",
      estimated: false,
      replicas: placed.replicas,
      requests: placed.requests,
      currentRequests: placed.requests,
      limits: {},
      containers: [],
      initContainers: [],
      hostPorts: [],
      podLabels: { app: name },
      tier: "2-gpu",
      core: false,
      tolerations: [],
      requires: [],
      target: [],
      volumes: [],
      podAffinity: [],
      podAntiAffinity: [],
      spreads: [],
      coordinator: "none",
      disruption: { maxUnavailable: 1 },
      current: {},
      pin: "prefer",
      ...row,
    },
  };
}

/** Three to six nodes of 4 CPUs and 8 GiB; the first three run the control plane and take workloads too. */
export function smallFleet(presentNodes: number, workloads: readonly FleetWorkload[], changes: Partial<NodeFleet> = {}): NodeFleet {
  return {
    stack: "small",
    minNodes: 3,
    maxNodes: 6,
    presentNodes,
    withNodes: (count) => ({
      problem: problem(
        Array.from({ length: count }, (_, i) => fleetNode(i)),
        workloads.map(({ placement }) => placement),
      ),
      workloads: workloads.map(({ row }) => row),
    }),
    price: { currency: "EUR", perNodeAndMonth: 4.5, contractMonths: 1, source: "a price list" },
    ...changes,
  };
}

function fleetNode(index: number): PlacementNode {
  const memoryBytes = 8 * GiB;
  return node(`small-node-${index + 1}`, {
    ...(index < 3 ? { runsControlPlane: true } : {}),
    allocatable: { cpuMilli: 4000, memoryBytes, pods: 110 },
  });
}
