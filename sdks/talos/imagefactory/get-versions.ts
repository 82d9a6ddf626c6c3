import type * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput } from "../plugin";

export interface GetVersionsArgs {
  readonly filters?: { readonly stableVersionsOnly?: boolean };
}

export interface GetVersionsOutputArgs {
  readonly filters?: pulumi.Input<{ readonly stableVersionsOnly?: boolean }>;
}

export interface GetVersionsResult {
  readonly id: string;
  readonly filters?: { readonly stableVersionsOnly?: boolean };
  readonly talosVersions: string[];
}

const token = "talos:imageFactory/getVersions:getVersions";

/** The versions of Talos that the image factory serves. */
export async function getVersions(args: GetVersionsArgs, options: pulumi.InvokeOptions = {}): Promise<GetVersionsResult> {
  return invoke(token, args, options);
}

/** The versions of Talos that the image factory serves. */
export function getVersionsOutput(args: GetVersionsOutputArgs, options: pulumi.InvokeOutputOptions = {}): pulumi.Output<GetVersionsResult> {
  return invokeOutput<GetVersionsResult>(token, args, options);
}
