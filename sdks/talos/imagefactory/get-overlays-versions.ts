import type * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput } from "../plugin";
import type { output } from "../types";

export interface GetOverlaysVersionsArgs {
  /** With the leading `v`. */
  readonly talosVersion: string;
  readonly filters?: { readonly name?: string };
}

export interface GetOverlaysVersionsOutputArgs {
  /** With the leading `v`. */
  readonly talosVersion: pulumi.Input<string>;
  readonly filters?: pulumi.Input<{ readonly name?: string }>;
}

export interface GetOverlaysVersionsResult {
  readonly id: string;
  readonly talosVersion: string;
  readonly filters?: { readonly name?: string };
  readonly overlaysInfos: output.imageFactory.GetOverlaysVersionsOverlaysInfo[];
}

const token = "talos:imageFactory/getOverlaysVersions:getOverlaysVersions";

/** The overlays for single-board computers that the image factory has for a version of Talos. */
export async function getOverlaysVersions(
  args: GetOverlaysVersionsArgs,
  options: pulumi.InvokeOptions = {},
): Promise<GetOverlaysVersionsResult> {
  return invoke(token, args, options);
}

/** The overlays for single-board computers that the image factory has for a version of Talos. */
export function getOverlaysVersionsOutput(
  args: GetOverlaysVersionsOutputArgs,
  options: pulumi.InvokeOutputOptions = {},
): pulumi.Output<GetOverlaysVersionsResult> {
  return invokeOutput<GetOverlaysVersionsResult>(token, args, options);
}
