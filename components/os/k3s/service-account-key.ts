import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../../dynamic/dynamic-resource";

/**
 * A key that signs tokens of service accounts, made before there is a cluster, so that its public half can be published
 * without asking the cluster. Made once.
 */
export class ServiceAccountKey extends DynamicResource {
  /** PEM, on the curve P-256. */
  declare readonly key: pulumi.Output<string>;

  constructor(name: string, options?: pulumi.CustomResourceOptions) {
    super("k3s:ServiceAccountKey", name, {}, ["key"], { ...options, additionalSecretOutputs: ["key"] });
  }
}
