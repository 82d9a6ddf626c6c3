import type { PlacementNode, PlacementWorkload } from "../problem";
import { type Change, onNode, onWorkload } from "./change";

const mebibyte = 1024 ** 2;
const mebibytesPerGibibyte = 1024;
/** What a larger machine costs, and what a smaller request does. The more of what the node has, the more it costs. */
const costs = { largerNode: 12, smallerRequest: 8 } as const;

/**
 * More of a resource on a node.
 *
 * @param amount In the resource's own unit; rounded up to whole units that a person would set.
 */
export function largerNode(node: PlacementNode, resource: string, amount: number): Change {
  const has = amountOf(node.allocatable, resource);
  const change = (units: number): Change => {
    const more = units * unitOf(resource);
    return {
      ...onNode(
        node.name,
        costs.largerNode + Math.min(10, more / Math.max(1, has)),
        `${formatUnits(resource, units)} more on ${node.name}`,
        (old) => ({
          ...old,
          allocatable: addTo(old.allocatable, resource, more),
        }),
      ),
      amount: { units, resized: change },
    };
  };
  return change(Math.ceil(amount / unitOf(resource)));
}

/** Less of CPU or memory in the workload's request; undefined when that leaves less than half of it: another workload. */
export function smallerRequest(workload: PlacementWorkload, resource: string, amount: number): Change | undefined {
  const change = (units: number): Change => ({
    ...onWorkload(workload.id, costs.smallerRequest, `request ${formatUnits(resource, units)} less`, (old) => ({
      ...old,
      requests: addTo(old.requests, resource, -units * unitOf(resource)),
    })),
    amount: { units, resized: change },
  });
  const units = Math.ceil(amount / unitOf(resource));
  return (resource === "cpu" || resource === "memory") && 2 * units * unitOf(resource) <= amountOf(workload.requests, resource)
    ? change(units)
    : undefined;
}

function unitOf(resource: string): number {
  return resource === "memory" ? mebibyte : 1;
}

/** Exact, unlike `formatAmount`: it is what has to be set. */
function formatUnits(resource: string, units: number): string {
  switch (resource) {
    case "cpu":
      return `${units}m of cpu`;
    case "memory":
      return units % mebibytesPerGibibyte === 0 ? `${units / mebibytesPerGibibyte} GiB of memory` : `${units} MiB of memory`;
    default:
      return `${units} ${resource}`;
  }
}

function amountOf({ cpuMilli, memoryBytes, extended }: PlacementWorkload["requests"], resource: string): number {
  return resource === "cpu" ? cpuMilli : resource === "memory" ? memoryBytes : (extended[resource] ?? 0);
}

function addTo<T extends PlacementWorkload["requests"]>(amounts: T, resource: string, by: number): T {
  switch (resource) {
    case "cpu":
      return { ...amounts, cpuMilli: amounts.cpuMilli + by };
    case "memory":
      return { ...amounts, memoryBytes: amounts.memoryBytes + by };
    default:
      return { ...amounts, extended: { ...amounts.extended, [resource]: (amounts.extended[resource] ?? 0) + by } };
  }
}
