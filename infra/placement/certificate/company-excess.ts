import { cpu, memory } from "../search/model";
import { shared } from "../search/topology";
import type { Company } from "./companies";
import type { Relaxation } from "./relaxation";

/** What a node has of CPU and memory, and how much of it is left under its ceilings beside what is certain to be there. */
interface Room {
  readonly capacity: readonly number[];
  readonly left: readonly number[];
}

const resources = [cpu, memory];

/**
 * How far above the ceilings, in per mille of a node, companies must be because they have no more nodes than their leader
 * has pods, beside what is certain to be on the nodes. What two companies exceed the ceilings by on one node is at least
 * the sum of what each does alone.
 *
 * @param ceiling how much of a resource may be requested on a node.
 */
export function companyExcessPerMille({ model, companies, load, capacity }: Relaxation, ceiling: (n: number, r: number) => number): number {
  const roomOf = (n: number): Room => ({
    capacity: resources.map((r) => capacity(n, r)),
    left: resources.map((r) => Math.max(0, ceiling(n, r) - load(n, r))),
  });
  const rooms = shared((nodes: readonly number[]): readonly Room[] => [
    ...new Map(nodes.map(roomOf).map((room) => [`${room.left.join()} ${room.capacity.join()}`, room])).values(),
  ]);
  /** The room of the largest nodes together, of one, two, three and so on, and the capacity of the largest. */
  const together = shared((nodes: readonly number[]) =>
    resources.map((_, r) => {
      const sums = [0];
      for (const left of nodes.map((n) => roomOf(n).left[r] ?? 0).sort((a, b) => b - a)) {
        sums.push((sums.at(-1) ?? 0) + left);
      }
      return { sums, largest: nodes.reduce((most, n) => Math.max(most, capacity(n, resources[r] ?? 0)), 0) };
    }),
  );
  const amountsOf = ({ leader, followers }: Company): readonly number[] =>
    resources.map((r) =>
      // Pods that have one node to go to are part of the load.
      [leader, ...followers].reduce(
        (sum, { w, pods, nodes }) => sum + (nodes.length > 1 ? pods * (model.requests[w * model.width + r] ?? 0) : 0),
        0,
      ),
    );
  const onOneNode = ({ leader, followers }: Company, amounts: readonly number[]): number => {
    const fewest = followers.reduce((least, { nodes }) => (nodes.length < least.length ? nodes : least), leader.nodes);
    return rooms(fewest).reduce((least, room) => Math.min(least, perMilleAbove(amounts, room)), Number.POSITIVE_INFINITY);
  };
  const onSeveral = ({ leader: { nodes, pods } }: Company, amounts: readonly number[]): number =>
    together(nodes).reduce(
      (sum, { sums, largest }, r) => sum + above(amounts[r] ?? 0, sums[Math.min(pods, nodes.length)] ?? 0, largest),
      0,
    );
  return companies.reduce((sum, company) => {
    const amounts = amountsOf(company);
    return sum + (company.leader.pods === 1 ? onOneNode(company, amounts) : onSeveral(company, amounts));
  }, 0);
}

function perMilleAbove(amounts: readonly number[], { capacity, left }: Room): number {
  return amounts.reduce((sum, amount, r) => sum + above(amount, left[r] ?? 0, capacity[r] ?? 0), 0);
}

function above(amount: number, room: number, capacity: number): number {
  return capacity > 0 ? (Math.max(0, amount - room) * 1000) / capacity : 0;
}
