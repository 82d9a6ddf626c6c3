import type * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../../../infra/hardware/machine";

/** A machine that was ordered for a cluster. */
export interface OrderedMachine {
  readonly resource: pulumi.Resource;
  /** IPv4 address that the other machines and Berth reach it by. */
  readonly address: pulumi.Output<string>;
}

/**
 * Orders a machine whose first boot makes it a node. Called once for each machine of the table, outside of any `apply`.
 *
 * @param name Of the resource.
 * @param userData Cloud-init, a secret. It counts at the first boot only.
 * @param options To be passed on to the resource.
 */
export type MachineOrder = (
  name: string,
  machine: Machine,
  userData: pulumi.Output<string>,
  options: pulumi.CustomResourceOptions,
) => OrderedMachine;
