import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../../dynamic/dynamic-resource";

export interface ContaboSecretArgs {
  /** Unique among the account's secrets of its type. One that exists is taken over and given the value. */
  readonly name: string;
  /** `ssh`: a public key. `password`: of the default user. */
  readonly type: "ssh" | "password";
  readonly value: pulumi.Input<string>;
}

/** A key or password that servers can be ordered with. Those that are installed already do not see a change. */
export class ContaboSecret extends DynamicResource {
  declare readonly secretId: pulumi.Output<number>;

  constructor(name: string, { value, ...args }: ContaboSecretArgs, options?: pulumi.CustomResourceOptions) {
    super("contabo:Secret", name, { ...args, value: pulumi.secret(value) }, ["secretId"], {
      ...options,
      additionalSecretOutputs: [...(options?.additionalSecretOutputs ?? []), "value"],
    });
  }
}
