import type { HostPort } from "../../problem";
import type { PlacementProgram } from "../placement-program";

/** Of each port and protocol, a node has one pod that takes it on every address, or one on each. */
export function formulateHostPorts(placement: PlacementProgram): void {
  const { model, base, program } = placement;
  const ports = model.workloads.flatMap(({ hostPorts = [] }, w) => hostPorts.map((port) => ({ ...port, w })));
  const limit = (takers: ReadonlySet<number>, others: ReadonlySet<number>): void => {
    model.nodes.forEach((_, n) => {
      const terms = placement.termsOn(n, (w) => Number(takers.has(w))).filter(([, factor]) => factor !== 0);
      if (terms.length > 0) {
        program.addRow(Number.NEGATIVE_INFINITY, terms, [...others].some((w) => base.count(w, n) > 0) ? 0 : 1);
      }
    });
  };
  for (const same of Map.groupBy(ports, ({ port, protocol }) => `${port}/${protocol}`).values()) {
    const takers = (takes: (port: HostPort) => boolean): ReadonlySet<number> => new Set(same.filter(takes).map(({ w }) => w));
    for (const address of new Set(same.filter((port) => !isWild(port)).map(({ hostIP }) => hostIP))) {
      const here = takers((port) => isWild(port) || port.hostIP === address);
      limit(here, here);
    }
    // Nothing takes all addresses where something has one of them.
    limit(
      takers(isWild),
      takers(() => true),
    );
  }
}

function isWild({ hostIP }: HostPort): boolean {
  return hostIP === "" || hostIP === "0.0.0.0";
}
