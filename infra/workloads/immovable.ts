import type { ParsedWorkload } from "./schema";

/** Name of the first volume whose data is on one node's disk. */
export function localVolumeOf({ volumes }: Pick<ParsedWorkload, "volumes">): string | undefined {
  return volumes.find(({ storage }) => storage === "node-local")?.name;
}

/**
 * Why a workload stays where it is, or undefined when it may move. A node-local volume ties it to the node where it
 * runs; before it runs anywhere, nothing is tied yet.
 */
export function immovableReason(row: Pick<ParsedWorkload, "immovable" | "volumes" | "current">): string | undefined {
  const nodes = Object.keys(row.current).sort();
  const volume = localVolumeOf(row);
  if (row.immovable !== undefined || volume === undefined || nodes.length === 0) {
    return row.immovable;
  }
  return `volume "${volume}" is on the disk of ${nodes.join(", ")}`;
}
