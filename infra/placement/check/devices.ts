import { deviceMilli } from "../problem";
import type { PlanRule } from "./checked-plan";

/** Ways to share out parts that are tried for one node before it is taken to be possible. */
const mostTries = 100_000;

/** The parts that pods request of a node's shared devices can be shared out so that each lies on one device. */
export const checkDevices: PlanRule = ({ problem, present }) =>
  problem.nodes.flatMap(({ name, sharedDevices = {} }) =>
    Object.entries(sharedDevices).flatMap(([resource, count]) => {
      const here = present.get(name) ?? [];
      const requests = here.flatMap(({ workload, pods }) => {
        const request = workload.requests.extended[resource] ?? 0;
        return request > 0 ? Array.from({ length: pods }, () => request) : [];
      });
      const chosen = here.some(({ workload }) => workload.mode !== "fixed" && (workload.requests.extended[resource] ?? 0) > 0);
      return chosen && !canShareOut(requests, count)
        ? [{ path: `nodes[${name}]`, message: `has ${count} ${resource}, on which ${requests.join(", ")} parts cannot lie` }]
        : [];
    }),
  );

function canShareOut(requests: readonly number[], devices: number): boolean {
  const whole = requests.filter((request) => request >= deviceMilli).reduce((sum, request) => sum + Math.ceil(request / deviceMilli), 0);
  const parts = requests.filter((request) => request < deviceMilli).sort((a, b) => b - a);
  if (whole > devices) {
    return false;
  }
  let tries = mostTries;
  return place(0, new Array<number>(devices - whole).fill(deviceMilli));

  function place(next: number, left: readonly number[]): boolean {
    const part = parts[next];
    tries--;
    if (part === undefined || tries < 0) {
      return true;
    }
    const different = new Map(left.map((rest, device) => [rest, device]));
    return [...different].some(([rest, device]) => rest >= part && place(next + 1, left.with(device, rest - part)));
  }
}
