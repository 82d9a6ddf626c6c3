import * as pulumi from "@pulumi/pulumi";
import { type ContaboRegion, type ContractPeriod, contaboProduct } from "../../../infra/contabo/products";
import { DynamicResource } from "../../dynamic/dynamic-resource";

export interface ContaboInstanceArgs {
  /** Tells Berth which server is which: unique among the account's servers. Can be changed in place. */
  readonly displayName: string;
  /** Of the table in infra/contabo/products.ts. Fixed once ordered. */
  readonly productId: string;
  /** Fixed once ordered. */
  readonly region: ContaboRegion;
  /** Months that the contract begins with; it is billed for as long as that even when it is cancelled before. Default 1. */
  readonly period?: ContractPeriod;
  /** Name of one of Contabo's images, looked up when a server is ordered, or a UUID. */
  readonly image: pulumi.Input<string>;
  /** Ids of secrets: {@link ContaboSecret.secretId}. */
  readonly sshKeys?: readonly pulumi.Input<number>[];
  /** Id of a secret. */
  readonly rootPassword?: pulumi.Input<number>;
  /** Cloud-init. Always a secret in the state. */
  readonly userData?: pulumi.Input<string>;
  /** Default: Contabo's own, `admin`. */
  readonly defaultUser?: "root" | "admin";
  /** Whether the paid extra that a private network needs is ordered too. Default false. */
  readonly privateNetworking?: boolean;
  /**
   * Installs the system anew whenever its text changes, with the loss of the disk: today's date, for example. A changed
   * image, key or cloud-init alone never does; the preview then says that the change is ignored.
   */
  readonly reinstall?: string;
}

/**
 * A server rented from Contabo. It is ordered once: a server of its display name that exists is taken over, so that a
 * run that was cut off can be repeated. Deleting it cancels the contract, shuts the server down, and it is billed until the
 * period's end.
 */
export class ContaboInstance extends DynamicResource {
  declare readonly instanceId: pulumi.Output<number>;
  /** Public IPv4 address. */
  declare readonly address: pulumi.Output<string>;
  /** UUID of the image that was installed. */
  declare readonly imageId: pulumi.Output<string>;

  /** @throws UserError for a product that the table does not have. */
  constructor(name: string, args: ContaboInstanceArgs, options?: pulumi.CustomResourceOptions) {
    contaboProduct(args.productId);
    const { period = 1, sshKeys, userData, ...rest } = args;
    super(
      "contabo:Instance",
      name,
      {
        ...rest,
        period,
        ...(sshKeys === undefined ? {} : { sshKeys: [...sshKeys] }),
        ...(userData === undefined ? {} : { userData: pulumi.secret(userData) }),
      },
      ["instanceId", "address", "imageId"],
      {
        ...options,
        // The name tells which server is which: the old one must be cancelled before another may have it.
        deleteBeforeReplace: true,
        additionalSecretOutputs: [...(options?.additionalSecretOutputs ?? []), "userData"],
        // Orders are answered at once, servers take some minutes, and checks by hand up to the provider's own limit.
        customTimeouts: { create: "60m", update: "60m", ...options?.customTimeouts },
      },
    );
  }
}
