import { pseudoRandom } from "../../../infra/placement/search/pseudo-random";
import { fits } from "../node-state";
import type { PackedPod } from "./packing";
import { totalGpuMilli } from "../trace/model";
import type { PowerPacking } from "./power-packing";

/** Other nodes that may take pods of the emptied ones. */
const hosts = 12;

/** What one round may cost at the beginning, in watts; it falls to 0 after two thirds of the rounds. */
const firstTolerance = 15;

/**
 * Ruin and recreate: empties a few nodes and places their pods anew, there or on a few others, in an order that is half
 * size and half chance. A round that leaves out a pod or costs more than is tolerated is taken back. Stops after a number
 * of rounds, so that the answer is the same on every machine.
 */
export function improvePower(packing: PowerPacking, rounds: number): void {
  const random = pseudoRandom(1);
  const pick = (count: number): number => Math.floor(random() * count);
  const busyNode = (): number => {
    const from = pick(packing.nodes.length);
    for (let step = 0; step < packing.nodes.length; step++) {
      const node = (from + step) % packing.nodes.length;
      if (packing.podsOn(node).length > 0) {
        return node;
      }
    }
    return from;
  };
  for (let round = 0; round < rounds; round++) {
    const tolerance = Math.max(0, firstTolerance * (1 - (1.5 * round) / rounds));
    const ruined = new Set<number>();
    for (let count = 1 + pick(4); count > 0; count--) {
      ruined.add(busyNode());
    }
    const targets = new Set(ruined);
    for (let count = 0; count < hosts; count++) {
      targets.add(count === 0 ? pick(packing.nodes.length) : busyNode());
    }
    const before = new Map([...targets].map((node) => [node, [...packing.podsOn(node)]]));
    const cost = packing.totalCost;
    const removed = [...ruined].flatMap((node) => packing.clear(node));
    const complete = recreate(packing, removed, [...targets], random);
    if (!complete || packing.totalCost > cost + tolerance * random()) {
      targets.forEach((node) => {
        packing.clear(node);
      });
      before.forEach((pods, node) => {
        packing.restore(node, pods);
      });
    }
  }
}

/** Places pods on a few nodes; false when one finds no room. */
function recreate(packing: PowerPacking, removed: readonly PackedPod[], targets: readonly number[], random: () => number): boolean {
  const noise = random();
  const order = removed
    .map(({ pod }) => {
      const asked = packing.pods[pod];
      const size = asked === undefined ? 0 : totalGpuMilli(asked) + asked.cpuMilli / 50;
      return { pod, asked, key: size * (1 - noise * random()) };
    })
    .sort((a, b) => b.key - a.key || a.pod - b.pod);
  return order.every(({ pod, asked }) => {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const node of targets) {
      const state = packing.state(node);
      if (asked !== undefined && fits(state, asked)) {
        const cost = packing.costAdded(asked, node) * (1 + 0.2 * random());
        if (cost < least) {
          least = cost;
          best = node;
        }
      }
    }
    return best >= 0 && packing.tryPlace(pod, best);
  });
}
