import type { Connection } from "./connection";
import { ContaboError, UncertainError } from "./errors";
import { type Instance, type InstanceOrder, instancesNamed, placeOrder } from "./instances";

/** How often and how far apart a lost order is looked for, in seconds: Contabo's list may lag behind. */
const looks = [2, 4, 8, 16, 30, 60] as const;

export interface Ordered {
  readonly instanceId: number;
  /** `adopted`: it was ordered before, by a run that was cut off or whose answer was lost. */
  readonly how: "ordered" | "adopted";
}

/**
 * Orders a server that does not exist yet. The display name is what tells: whoever finds a server of that name takes it
 * over instead of ordering another, so that a run that was cut off between order and state can simply be repeated.
 *
 * @throws ContaboError when the name is taken twice or by something else, when Contabo refuses, or when an order went out
 * and neither an answer nor the server was seen. Nothing is ordered twice.
 */
export async function orderOnce(connection: Connection, order: InstanceOrder): Promise<Ordered> {
  const existing = await adoptable(connection, order);
  if (existing !== undefined) {
    return { instanceId: existing.instanceId, how: "adopted" };
  }
  try {
    return { instanceId: await placeOrder(connection, order), how: "ordered" };
  } catch (error) {
    if (!(error instanceof UncertainError)) {
      throw error;
    }
    for (const seconds of looks) {
      await connection.waiting.sleep(seconds * 1000);
      const found = await adoptable(connection, order);
      if (found !== undefined) {
        return { instanceId: found.instanceId, how: "adopted" };
      }
    }
    throw new UncertainError(
      `${error.message}. Whether ${order.displayName} was ordered is not known: it has not appeared among the servers. Nothing was ordered again. Wait until the customer panel shows the order or says that there is none, and run again: a server of that name is then taken over`,
    );
  }
}

async function adoptable(connection: Connection, order: InstanceOrder): Promise<Instance | undefined> {
  const [found, ...others] = await instancesNamed(connection, order.displayName);
  if (found === undefined) {
    return undefined;
  }
  if (others.length > 0) {
    const ids = [found, ...others].map(({ instanceId }) => instanceId).join(", ");
    throw new ContaboError(
      `ordering ${order.displayName}: ${others.length + 1} servers have that name (${ids}), and which is meant is not known. Rename or cancel all but one in the customer panel`,
    );
  }
  const different = (["productId", "region", "imageId"] as const).filter((key) => found[key] !== order[key]);
  if (different.length > 0) {
    const differences = different.map((key) => `${key} ${found[key]} instead of ${order[key]}`).join(", ");
    throw new ContaboError(
      `ordering ${order.displayName}: server ${found.instanceId} has that name already and is another one (${differences}). Choose another name, or rename or cancel that server in the customer panel`,
    );
  }
  return found;
}
