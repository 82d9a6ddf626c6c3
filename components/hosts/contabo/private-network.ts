import type * as pulumi from "@pulumi/pulumi";
import type { ContaboRegion } from "../../../infra/contabo/products";
import { DynamicResource } from "../../dynamic/dynamic-resource";

export interface ContaboPrivateNetworkArgs {
  /** Unique in its region. One that exists is taken over. */
  readonly name: string;
  /** Default: none. */
  readonly description?: string;
  readonly region: ContaboRegion;
  /** Servers on it, each ordered with `privateNetworking`. Contabo restarts a server that joins. */
  readonly instanceIds: readonly pulumi.Input<number>[];
}

/** A network between servers of one region that nobody else is on. */
export class ContaboPrivateNetwork extends DynamicResource {
  declare readonly privateNetworkId: pulumi.Output<number>;
  /** Contabo chooses it. */
  declare readonly cidr: pulumi.Output<string>;

  constructor(name: string, { description = "", instanceIds, ...args }: ContaboPrivateNetworkArgs, options?: pulumi.CustomResourceOptions) {
    super("contabo:PrivateNetwork", name, { ...args, description, instanceIds: [...instanceIds] }, ["privateNetworkId", "cidr"], options);
  }
}
