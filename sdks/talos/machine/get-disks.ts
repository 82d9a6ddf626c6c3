import * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput } from "../plugin";
import type { input, output } from "../types";

export interface GetDisksArgs {
  readonly clientConfiguration: output.machine.ClientConfiguration;
  /** Address of the machine. */
  readonly node: string;
  /** Default: the machine itself. */
  readonly endpoint?: string;
  /** Which disks, as a CEL expression. Default: all. */
  readonly selector?: string;
  /** As Go durations. */
  readonly timeouts?: { readonly read?: string };
}

export interface GetDisksOutputArgs {
  readonly clientConfiguration: pulumi.Input<input.machine.ClientConfigurationArgs>;
  /** Address of the machine. */
  readonly node: pulumi.Input<string>;
  /** Default: the machine itself. */
  readonly endpoint?: pulumi.Input<string>;
  /** Which disks, as a CEL expression. Default: all. */
  readonly selector?: pulumi.Input<string>;
  /** As Go durations. */
  readonly timeouts?: pulumi.Input<{ readonly read?: string }>;
}

export interface GetDisksResult {
  readonly id: string;
  readonly clientConfiguration: output.machine.ClientConfiguration;
  readonly node: string;
  readonly endpoint: string;
  readonly selector?: string;
  readonly timeouts?: { readonly read?: string };
  readonly disks: output.machine.GetDisksDisk[];
}

const token = "talos:machine/getDisks:getDisks";

/** Lists the disks of a machine. It asks the machine, in a preview too. */
export async function getDisks(args: GetDisksArgs, options: pulumi.InvokeOptions = {}): Promise<GetDisksResult> {
  return invoke(token, args, options);
}

/** Lists the disks of a machine. It asks the machine, in a preview too. */
export function getDisksOutput(args: GetDisksOutputArgs, options: pulumi.InvokeOutputOptions = {}): pulumi.Output<GetDisksResult> {
  return pulumi.secret(invokeOutput<GetDisksResult>(token, args, options));
}
