import type * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput } from "../plugin";
import type { output } from "../types";

export interface GetUrlsArgs {
  readonly schematicId: string;
  /** With the leading `v`. */
  readonly talosVersion: string;
  /** `metal`, `nocloud`, `aws` and so on. Either this or `sbc`. */
  readonly platform?: string;
  /** Default `amd64`. */
  readonly architecture?: string;
  /** Single-board computer. */
  readonly sbc?: string;
}

export interface GetUrlsOutputArgs {
  readonly schematicId: pulumi.Input<string>;
  /** With the leading `v`. */
  readonly talosVersion: pulumi.Input<string>;
  /** `metal`, `nocloud`, `aws` and so on. Either this or `sbc`. */
  readonly platform?: pulumi.Input<string>;
  /** Default `amd64`. */
  readonly architecture?: pulumi.Input<string>;
  /** Single-board computer. */
  readonly sbc?: pulumi.Input<string>;
}

export interface GetUrlsResult {
  readonly id: string;
  readonly schematicId: string;
  readonly talosVersion: string;
  readonly platform?: string;
  readonly architecture: string;
  readonly sbc?: string;
  readonly urls: output.imageFactory.GetUrlsUrls;
}

const token = "talos:imageFactory/getUrls:getUrls";

/** Where the image factory serves the images of a schematic. */
export async function getUrls(args: GetUrlsArgs, options: pulumi.InvokeOptions = {}): Promise<GetUrlsResult> {
  return invoke(token, args, options);
}

/** Where the image factory serves the images of a schematic. */
export function getUrlsOutput(args: GetUrlsOutputArgs, options: pulumi.InvokeOutputOptions = {}): pulumi.Output<GetUrlsResult> {
  return invokeOutput<GetUrlsResult>(token, args, options);
}
