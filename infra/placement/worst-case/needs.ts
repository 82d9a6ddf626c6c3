import { deviceMilli } from "../problem";
import type { State } from "../search/state";

/** What a pod needs on a node and others could take: together so much, and the node is full for the pod. */
export interface Need {
  readonly amount: number;
  /** How much of it one pod of a workload takes at most. */
  readonly takes: (w: number) => number;
}

/**
 * What has to be taken on the node, beside what is there from the start, for it to be full for the workload's pods: any
 * one of these is enough. Undefined when it is full already.
 */
export function needsOf(base: State, w: number, n: number): readonly Need[] | undefined {
  const { model } = base;
  const needs: Need[] = [{ amount: (model.podCapacity[n] ?? 0) - (base.pods[n] ?? 0), takes: () => 1 }];
  model.resources.forEach((resource, r) => {
    const requestOf = (of: number): number => model.requests[of * model.width + r] ?? 0;
    const request = requestOf(w);
    const devices = model.nodes[n]?.sharedDevices?.[resource] ?? 0;
    if (request > 0) {
      needs.push(
        devices === 0
          ? { amount: base.free(n, r) - request + 1, takes: requestOf }
          : without(base, n, request < deviceMilli ? partNeed(devices, request, requestOf) : wholeNeed(devices, request, requestOf)),
      );
    }
  });
  return needs.some(({ amount }) => amount <= 0) ? undefined : needs;
}

/**
 * A part of a device: the node is full when each device has less than it left, so when each holds enough, however parts
 * come to lie on devices. What is on a device beyond that does no more harm.
 */
function partNeed(devices: number, request: number, requestOf: Need["takes"]): Need {
  const enough = deviceMilli - request + 1;
  return { amount: devices * enough, takes: (w) => Math.min(requestOf(w), devicesOf(requestOf(w)) * enough) };
}

/** Whole devices: the node is full when too few are empty, and a part takes a device as a whole one does. */
function wholeNeed(devices: number, request: number, requestOf: Need["takes"]): Need {
  return { amount: devices - devicesOf(request) + 1, takes: (w) => devicesOf(requestOf(w)) };
}

/** What is left to take beside the pods that are there from the start. */
function without(base: State, n: number, { amount, takes }: Need): Need {
  return { amount: amount - base.workloadsOn(n).reduce((sum, w) => sum + base.count(w, n) * takes(w), 0), takes };
}

/** On how many devices a request lies. */
function devicesOf(request: number): number {
  return Math.ceil(request / deviceMilli);
}
