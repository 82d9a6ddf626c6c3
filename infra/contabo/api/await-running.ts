import type { Connection } from "./connection";
import { ContaboError } from "./errors";
import { findInstance, type Instance } from "./instances";

/** States that end in `running` without anybody doing anything. */
const underWay: readonly string[] = ["provisioning", "installing", "installed", "unknown", "uninstalled", "manual_provisioning"];

const pollSeconds = 10;
const progressSeconds = 60;
/** An order usually takes 5 to 10 minutes; checks by hand can take hours, and are then waited for by the next run. */
const limitSeconds = 45 * 60;

/**
 * Waits until a server runs and has an address.
 *
 * @param progress Told once a minute how it goes.
 * @throws ContaboError when it fails, or takes longer than 45 minutes.
 */
export async function awaitRunning(
  connection: Connection,
  instanceId: number,
  progress: (message: string) => void,
): Promise<Instance & { readonly address: string }> {
  const start = connection.waiting.now();
  let reported = 0;
  let status = "ordered";
  for (;;) {
    const instance = await findInstance(connection, instanceId);
    const seconds = (connection.waiting.now() - start) / 1000;
    if (instance !== undefined) {
      ({ status } = instance);
      const address = instance.ipConfig?.v4?.ip;
      if (status === "running" && address !== undefined && address !== "") {
        return { ...instance, address };
      }
      if (status !== "running" && !underWay.includes(status)) {
        const why = instance.errorMessage ?? "Contabo gives no reason";
        throw new ContaboError(`server ${instanceId} (${instance.displayName}) is ${status}: ${why}. ${remedy(status)}`);
      }
    }
    if (seconds > limitSeconds) {
      throw new ContaboError(
        `server ${instanceId} is still ${status} after ${limitSeconds / 60} minutes. It is ordered and in the state: run again to go on waiting, or look in the customer panel what it waits for`,
      );
    }
    if (seconds - reported >= progressSeconds) {
      reported = seconds;
      progress(`server ${instanceId}: ${status} for ${Math.floor(seconds / 60)} min`);
    }
    await connection.waiting.sleep(pollSeconds * 1000);
  }
}

function remedy(status: string): string {
  switch (status) {
    case "stopped":
      return "Start it in the customer panel and run again";
    case "pending_payment":
    case "verification_required":
    case "product_not_available":
      return "See to it in the customer panel and run again";
    default:
      return "Ask Contabo's support; run again when it is mended, or remove it from the table to cancel it";
  }
}
