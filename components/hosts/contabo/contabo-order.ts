import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../infra/diagnostics/user-error";
import type { Machine } from "../../../infra/hardware/machine";
import type { MachineOrder } from "../../os/k3s/machine-order";
import { ContaboInstance, type ContaboInstanceArgs } from "./instance";
import { credentialSettings } from "./provider/session";

export interface ContaboOrderArgs extends Pick<ContaboInstanceArgs, "sshKeys" | "rootPassword" | "defaultUser" | "privateNetworking"> {
  /** Name of a machine among the account's servers. Default: the machine's own. */
  readonly displayNameOf?: (machine: Machine) => string;
  /** Machines to be installed anew, by name, each with a text that changes, such as today's date. Default: none. */
  readonly reinstall?: Readonly<Record<string, string>>;
}

/**
 * Orders a cluster's machines at Contabo, each as what its fleet says. Without credentials a preview goes on, as it asks
 * Contabo nothing; an `up` is refused.
 *
 * @throws UserError naming the settings that an `up` misses; when called, for a machine that is not rented there.
 */
export function contaboOrder(args: ContaboOrderArgs = {}): MachineOrder {
  requireCredentials();
  const { displayNameOf = (machine: Machine): string => machine.name, reinstall = {}, ...same } = args;
  return (name, machine, userData, options) => {
    const { product, region, periodMonths, image } = rentedOf(machine);
    const again = reinstall[machine.name];
    const instance = new ContaboInstance(
      name,
      {
        ...same,
        displayName: displayNameOf(machine),
        productId: product.id,
        region,
        period: periodMonths,
        image,
        userData,
        ...(again === undefined ? {} : { reinstall: again }),
      },
      options,
    );
    return { resource: instance, address: instance.address };
  };
}

function rentedOf({ name, rented }: Machine): NonNullable<Machine["rented"]> {
  if (rented === undefined) {
    throw new UserError(`${name} cannot be ordered`, [
      { path: `machines[${name}]`, message: "is not rented", fix: "make it a server of a fleet: hardware.fleets" },
    ]);
  }
  return rented;
}

function requireCredentials(): void {
  const config = new pulumi.Config("berth");
  const missing = Object.values(credentialSettings).filter((name) => config.getSecret(name) === undefined);
  if (missing.length === 0) {
    return;
  }
  if (pulumi.runtime.isDryRun()) {
    const names = missing.map((name) => `berth:${name}`).join(", ");
    void pulumi.log.info(`not set: ${names}. A preview asks Contabo nothing; an up needs ${missing.length === 1 ? "it" : "them"}`);
    return;
  }
  throw new UserError(
    "nobody opens Contabo",
    missing.map((name) => ({ path: `berth:${name}`, message: "is not set", fix: `run: pulumi config set --secret berth:${name}` })),
  );
}
