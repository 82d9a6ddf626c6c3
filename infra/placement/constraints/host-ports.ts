import type { HostPort } from "../problem";
import type { ModelFacts } from "../search/model";
import { SparseCounts } from "../search/sparse-counts";
import type { Constraint, ConstraintState } from "./constraint";

/** Every address of the node: conflicts with each of them. */
const anyAddress = "0.0.0.0";

/**
 * No two pods on a node take the same port of the same protocol on the same address; `0.0.0.0`, like no address, is all
 * of them. It does not matter whose pods they are.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/framework/plugins/nodeports/node_ports.go
 */
export const hostPorts: Constraint = {
  name: "host-ports",
  prepare: (model) => {
    const portsOf = (w: number): readonly HostPort[] => model.workloads[w]?.hostPorts ?? [];
    const eachNode = Int32Array.from(model.nodes.keys());
    return model.workloads.every((_, w) => portsOf(w).length === 0)
      ? undefined
      : {
          concerns: (w) => portsOf(w).length > 0,
          provable: () => true,
          excludes: (w, other) => (portsOf(w).some((port) => portsOf(other).some((taken) => areOne(port, taken))) ? [eachNode] : []),
          track: () => trackPorts(model),
        };
  },
  remedy: ({ hostPorts: ports = [] }) => ({
    text: `give up host port ${[...new Set(inOrder(ports).map(({ port, protocol }) => `${port}/${protocol}`))].join(", ")}`,
    cost: 6,
    change: (workload) => ({ ...workload, hostPorts: [] }),
  }),
};

function trackPorts({ nodes, workloads }: ModelFacts): ConstraintState {
  // What a pod takes is counted under its address and, once more, under "of any address".
  const numbers = new Map<string, number>();
  const numberOf = (key: string): number => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  };
  const claims = workloads.map(({ hostPorts: ports = [] }) =>
    inOrder(ports).map((port) => ({
      port,
      isWild: addressOf(port) === anyAddress,
      exact: numberOf(`${port.protocol} ${port.port} ${addressOf(port)}`),
      wild: numberOf(`${port.protocol} ${port.port} ${anyAddress}`),
      any: numberOf(`${port.protocol} ${port.port}`),
    })),
  );
  const pods = new SparseCounts();
  const taken = (number: number, n: number): boolean => pods.get(number * nodes.length + n) > 0;
  const count = (w: number, n: number, by: 1 | -1): void => {
    for (const { exact, any } of claims[w] ?? []) {
      pods.add(exact * nodes.length + n, by);
      pods.add(any * nodes.length + n, by);
    }
  };
  const conflict = (w: number, n: number): HostPort | undefined =>
    claims[w]?.find(({ isWild, exact, wild, any }) => (isWild ? taken(any, n) : taken(exact, n) || taken(wild, n)))?.port;
  return {
    allows: (w, n) => conflict(w, n) === undefined,
    reason: (w, n) => {
      const port = conflict(w, n);
      return port === undefined ? "" : `port ${port.port}/${port.protocol} is taken there`;
    },
    added: (w, n) => {
      count(w, n, 1);
    },
    removed: (w, n) => {
      count(w, n, -1);
    },
  };
}

function areOne(port: HostPort, other: HostPort): boolean {
  const addresses = [addressOf(port), addressOf(other)];
  return port.port === other.port && port.protocol === other.protocol && (addresses[0] === addresses[1] || addresses.includes(anyAddress));
}

function addressOf({ hostIP }: HostPort): string {
  return hostIP === "" ? anyAddress : hostIP;
}

/** By number: the order in the table has no meaning. */
function inOrder(ports: readonly HostPort[]): readonly HostPort[] {
  const textOf = ({ protocol, hostIP }: HostPort): string => `${protocol} ${hostIP}`;
  return ports.toSorted((a, b) => a.port - b.port || (textOf(a) < textOf(b) ? -1 : 1));
}
