import type { PlacementWorkload } from "../problem";
import type { PlanRule } from "./checked-plan";

type Request = (workload: PlacementWorkload) => number;

/** Pods request no more of a node than it has, of every resource that a pod there requests which is not fixed. */
export const checkCapacity: PlanRule = ({ problem, present }) =>
  problem.nodes.flatMap(({ name, allocatable }) => {
    const here = present.get(name) ?? [];
    const extended = new Set(here.flatMap(({ workload }) => Object.keys(workload.requests.extended)));
    const resources: readonly (readonly [string, number, Request])[] = [
      ["cpu", allocatable.cpuMilli, ({ requests }) => requests.cpuMilli],
      ["memory", allocatable.memoryBytes, ({ requests }) => requests.memoryBytes],
      ["pods", allocatable.pods, () => 1],
      ...[...extended].map(
        (resource) =>
          [resource, allocatable.extended[resource] ?? 0, ({ requests }: PlacementWorkload) => requests.extended[resource] ?? 0] as const,
      ),
    ];
    return resources.flatMap(([resource, has, of]) => {
      const used = here.reduce((sum, { workload, pods }) => sum + pods * of(workload), 0);
      return used > has && here.some(({ workload }) => workload.mode !== "fixed" && of(workload) > 0)
        ? [{ path: `nodes[${name}]`, message: `has ${has} of ${resource} but ${used} are requested` }]
        : [];
    });
  });
