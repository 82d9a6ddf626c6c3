import { deviceMilli, type PlacementNode } from "../problem";
import type { State } from "../search/state";
import { type Change, onNode } from "./change";

/** What a card costs, whatever it is. */
const deviceCost = 14;

/** As many more devices of a resource that pods share as the node needs for so many more of the workload's pods. */
export function moreDevices(state: State, w: number, n: number, resource: string, pods = 1): Change | undefined {
  const { nodes, requests, resources, width } = state.model;
  const node = nodes[n];
  const r = resources.indexOf(resource);
  const request = pods * (requests[w * width + r] ?? 0);
  // The parts that are left may lie on devices that are taken: what is new has room for all.
  return node === undefined ? undefined : added(node, resource, Math.ceil(Math.max(request, request - state.free(n, r)) / deviceMilli));
}

function added(node: PlacementNode, resource: string, devices: number): Change {
  return {
    ...onNode(node.name, deviceCost, `${devices} more ${devices === 1 ? "device" : "devices"} of ${resource} on ${node.name}`, (old) => ({
      ...old,
      sharedDevices: { ...old.sharedDevices, [resource]: (old.sharedDevices?.[resource] ?? 0) + devices },
      allocatable: {
        ...old.allocatable,
        extended: { ...old.allocatable.extended, [resource]: (old.allocatable.extended[resource] ?? 0) + devices * deviceMilli },
      },
    })),
    amount: { units: devices, resized: (units) => added(node, resource, units) },
  };
}
