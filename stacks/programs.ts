import type { Plan } from "../infra/placement/plan-document";
import type { StackConfig } from "../infra/stack/config";
import type { Stack } from "../infra/stack/stack";
import { deploy as contabo } from "./contabo";
import { deploy as homelab } from "./homelab";
import { deploy as portkey } from "./portkey";
import { deploy as r730 } from "./r730";

/** What a stack's program works from: everything is decided, nothing is left to look up. */
export interface DeployArgs {
  readonly stack: Stack;
  /** Feasible: every workload has a node. */
  readonly plan: Plan;
  readonly config: StackConfig;
}

/** What `stacks/<name>/index.ts` exports: composes the components; its result becomes the stack's outputs. */
export type Deploy = (args: DeployArgs) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;

export interface StackProgram {
  /** npm packages of the providers that it uses; the `pulumi` key of their package.json names plugin and version. */
  readonly providerPackages: readonly string[];
  /** Those that it uses besides while `berth:burst` is not off. Default: none. */
  readonly burstProviderPackages?: readonly string[];
  readonly deploy: Deploy;
}

/** npm packages of the providers that a program uses with its stack's configuration. */
export function providerPackagesOf(program: StackProgram, { burst }: Pick<StackConfig, "burst">): readonly string[] {
  return [...program.providerPackages, ...(burst === undefined || burst.mode === "off" ? [] : (program.burstProviderPackages ?? []))];
}

/** The program of every stack. */
export const programs: Readonly<Record<string, StackProgram>> = {
  contabo: {
    providerPackages: ["@pulumi/kubernetes"],
    deploy: contabo,
  },
  homelab: {
    providerPackages: ["@pulumi/kubernetes", "@pulumiverse/talos"],
    burstProviderPackages: ["@pulumi/aws"],
    deploy: homelab,
  },
  portkey: {
    providerPackages: ["@muhlba91/pulumi-proxmoxve", "@pulumi/kubernetes", "@pulumiverse/talos"],
    deploy: portkey,
  },
  r730: {
    providerPackages: ["@muhlba91/pulumi-proxmoxve", "@pulumi/kubernetes", "@pulumiverse/talos"],
    deploy: r730,
  },
};
