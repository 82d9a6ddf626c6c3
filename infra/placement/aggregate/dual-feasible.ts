import { deviceMilli } from "../problem";

/** Orders of {@link dualFeasible} that a linear program has rows for; higher ones bring next to nothing. */
export const dualFeasibleOrders = [1, 2, 3, 4] as const;

/**
 * How much of a device a part of it counts for in the cut of an order. Whatever fits on one device together counts for at
 * most 1, and a part may count for more than its size: in the first order, one of more than half counts for all.
 *
 * @see Fekete and Schepers, "New classes of fast lower bounds for bin packing problems", Mathematical Programming 91, 2001
 */
export function dualFeasible(partMilli: number, order: number): number {
  const scaled = (order + 1) * partMilli;
  return scaled % deviceMilli === 0 ? partMilli / deviceMilli : Math.floor(scaled / deviceMilli) / order;
}
