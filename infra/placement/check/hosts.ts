import type { PlacementWorkload } from "../problem";
import type { PlanRule } from "./checked-plan";

/** Where the plan put a pod, the nodes of a physical host together request no more than the host has. */
export const checkHosts: PlanRule = ({ problem, present }) => {
  const { hosts = [], nodes } = problem;
  return hosts.flatMap(({ name, cpuMilli, memoryBytes }) => {
    const here = nodes.filter(({ host }) => host === name).flatMap((node) => present.get(node.name) ?? []);
    const resources: readonly (readonly [string, number, (workload: PlacementWorkload) => number])[] = [
      ["cpu", cpuMilli, ({ requests }) => requests.cpuMilli],
      ["memory", memoryBytes, ({ requests }) => requests.memoryBytes],
    ];
    return resources.flatMap(([resource, has, of]) => {
      const used = here.reduce((sum, { workload, pods }) => sum + pods * of(workload), 0);
      return used > has && here.some(({ workload }) => workload.mode === "replicas" && of(workload) > 0)
        ? [{ path: `hosts[${name}]`, message: `has ${has} of ${resource} but ${used} are requested` }]
        : [];
    });
  });
};
