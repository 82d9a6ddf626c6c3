import type * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput } from "../plugin";
import type { output } from "../types";

export interface GetExtensionsVersionsArgs {
  /** With the leading `v`. */
  readonly talosVersion: string;
  /** Names that contain one of these. */
  readonly filters?: { readonly names: string[] };
  /** Names that are one of these. */
  readonly exactFilters?: { readonly names: string[] };
}

export interface GetExtensionsVersionsOutputArgs {
  /** With the leading `v`. */
  readonly talosVersion: pulumi.Input<string>;
  /** Names that contain one of these. */
  readonly filters?: pulumi.Input<{ readonly names: string[] }>;
  /** Names that are one of these. */
  readonly exactFilters?: pulumi.Input<{ readonly names: string[] }>;
}

export interface GetExtensionsVersionsResult {
  readonly id: string;
  readonly talosVersion: string;
  readonly filters?: { readonly names: string[] };
  readonly exactFilters?: { readonly names: string[] };
  readonly extensionsInfos: output.imageFactory.GetExtensionsVersionsExtensionsInfo[];
}

const token = "talos:imageFactory/getExtensionsVersions:getExtensionsVersions";

/** The system extensions that the image factory has for a version of Talos. */
export async function getExtensionsVersions(
  args: GetExtensionsVersionsArgs,
  options: pulumi.InvokeOptions = {},
): Promise<GetExtensionsVersionsResult> {
  return invoke(token, args, options);
}

/** The system extensions that the image factory has for a version of Talos. */
export function getExtensionsVersionsOutput(
  args: GetExtensionsVersionsOutputArgs,
  options: pulumi.InvokeOutputOptions = {},
): pulumi.Output<GetExtensionsVersionsResult> {
  return invokeOutput<GetExtensionsVersionsResult>(token, args, options);
}
