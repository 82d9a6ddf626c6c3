import { UserError } from "../diagnostics/user-error";
import type { StackConfig } from "../stack/config";
import type { StackDefinition } from "../stack/definition";
import { loadStack } from "../stack/load-stack";
import type { Stack } from "../stack/stack";
import { pricesAsOf } from "../contabo/products";
import type { NodeFleet } from "./fleet";

/**
 * The fleet of a stack whose number of servers varies.
 *
 * @throws UserError when the tables are wrong, or no fleet's number varies.
 */
export function fleetOfStack(definition: StackDefinition, config: StackConfig): NodeFleet {
  const present = loadStack(definition, config);
  const fleet = present.hardware.fleets.find(({ minCount, maxCount }) => minCount < maxCount);
  if (fleet === undefined) {
    throw new UserError(`stack "${definition.name}" has no fleet whose number of servers varies: there is nothing to scale`, [
      {
        path: "hardware.fleets",
        message: "has no row with count.min below count.max",
        fix: "its nodes are added and removed in hardware.machines, by hand",
      },
    ]);
  }
  const loaded = new Map<number, Stack>([[fleet.machines.length, present]]);
  const rented = present.hardware.machines.find(({ name }) => fleet.machines.includes(name))?.rented;
  return {
    stack: definition.name,
    minNodes: fleet.minCount,
    maxNodes: fleet.maxCount,
    presentNodes: fleet.machines.length,
    withNodes: (count) => {
      const stack = loaded.get(count) ?? loadStack(definition, { ...config, nodes: count });
      loaded.set(count, stack);
      return stack;
    },
    price: {
      currency: "EUR",
      perNodeAndMonth: fleet.product.euroPerMonth,
      contractMonths: rented?.periodMonths ?? 1,
      source: `${fleet.product.name}, price list of ${pricesAsOf}`,
    },
  };
}
