import type * as pulumi from "@pulumi/pulumi";
import type { WireGuardKeys } from "../../../infra/burst/federation/wireguard-keys";
import { DynamicResource } from "../../dynamic/dynamic-resource";

/**
 * The keys of one end of a WireGuard tunnel, made once and kept in the state. For others: taken away and made again, as
 * `pulumi up --replace` does on both ends.
 */
export class GatewayKeys extends DynamicResource implements Readonly<Record<keyof WireGuardKeys, pulumi.Output<string>>> {
  /** Base64. Secret. */
  declare readonly privateKey: pulumi.Output<string>;
  /** Base64. */
  declare readonly publicKey: pulumi.Output<string>;

  constructor(name: string, options?: pulumi.CustomResourceOptions) {
    super("wireguard:Keys", name, {}, ["privateKey", "publicKey"], { ...options, additionalSecretOutputs: ["privateKey"] });
  }
}
