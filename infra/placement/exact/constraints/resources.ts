import type { PlacementProgram } from "../placement-program";

/** Movable pods request no more of a resource than fixed pods and DaemonSets leave of it. Every resource alike. */
export function formulateResources(placement: PlacementProgram): void {
  placement.model.nodes.forEach((_, n) => {
    placement.model.resources.forEach((__, r) => {
      placement.limitRoom(n, r, placement.room(n, r));
    });
  });
}
