import { largerHost } from "../explain/larger-host";
import { formatAmount } from "./amounts";
import { cpu, memory, type ModelFacts } from "../search/model";
import type { Constraint, ConstraintState } from "./constraint";

/**
 * What runs on a physical host's nodes together requests no more than the host has. It is the plan's own rule:
 * kube-scheduler does not know of hosts, so fixed pods and DaemonSets count but are never refused.
 */
export const hostCapacity: Constraint = {
  name: "host",
  prepare: (model) => {
    const { movable, nodes, problem, requests, width } = model;
    const named = new Set(nodes.map(({ host }) => host));
    return (problem.hosts ?? []).every(({ name }) => !named.has(name))
      ? undefined
      : {
          concerns: (w) => movable[w] === 1 && [cpu, memory].some((r) => (requests[w * width + r] ?? 0) > 0),
          counts: () => true,
          nodeLocal: true,
          track: () => trackHosts(model),
        };
  },
  relief: (state, w, n) => {
    const { nodes, problem, requests, width } = state.model;
    const host = problem.hosts?.find(({ name }) => name === nodes[n]?.host);
    const missing = (r: number, has: number): number => {
      const used = nodes.reduce((sum, node, at) => sum + (node.host === host?.name ? state.used(at, r) : 0), 0);
      const request = requests[w * width + r] ?? 0;
      return request === 0 ? 0 : Math.max(0, request + used - has);
    };
    return host === undefined
      ? undefined
      : largerHost(host, { cpuMilli: missing(cpu, host.cpuMilli), memoryBytes: missing(memory, host.memoryBytes) });
  },
};

function trackHosts({ nodes, problem, requests, resources, width }: ModelFacts): ConstraintState {
  const { hosts = [] } = problem;
  const tracked = [cpu, memory];
  const index = new Map(hosts.map(({ name }, h) => [name, h]));
  const hostOf = Int32Array.from(nodes, ({ host }) => index.get(host) ?? -1);
  const free = Float64Array.from(hosts.flatMap(({ cpuMilli, memoryBytes }) => [cpuMilli, memoryBytes]));
  const missing = (w: number, n: number, r: number): number => {
    const request = requests[w * width + r] ?? 0;
    return request === 0 ? 0 : request - (free[(hostOf[n] ?? 0) * tracked.length + r] ?? 0);
  };
  const hold = (w: number, n: number, sign: 1 | -1): void => {
    const h = hostOf[n] ?? -1;
    if (h >= 0) {
      for (const r of tracked) {
        free[h * tracked.length + r] = (free[h * tracked.length + r] ?? 0) - sign * (requests[w * width + r] ?? 0);
      }
    }
  };
  return {
    allows: (w, n) => (hostOf[n] ?? -1) < 0 || (missing(w, n, cpu) <= 0 && missing(w, n, memory) <= 0),
    reason: (w, n) => {
      const lacking = tracked.filter((r) => missing(w, n, r) > 0).map((r) => formatAmount(resources[r] ?? "", missing(w, n, r)));
      return `its host ${nodes[n]?.host ?? ""} has ${lacking.join(" and ")} too little`;
    },
    added: (w, n) => {
      hold(w, n, 1);
    },
    removed: (w, n) => {
      hold(w, n, -1);
    },
  };
}
