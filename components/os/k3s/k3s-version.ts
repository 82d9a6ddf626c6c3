import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../../dynamic/dynamic-resource";
import type { VersionState } from "./version-change";

/** The version that a cluster is told to have. A change that K3s could not follow fails the preview. */
export class K3sVersion extends DynamicResource {
  constructor(name: string, { version, nodes, fixed }: VersionState, options?: pulumi.CustomResourceOptions) {
    super("k3s:Version", name, { version, nodes: [...nodes], ...(fixed === undefined ? {} : { fixed: [...fixed] }) }, [], options);
  }
}
