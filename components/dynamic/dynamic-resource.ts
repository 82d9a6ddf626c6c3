import * as pulumi from "@pulumi/pulumi";
import type { ProviderKind } from "./providers";

/**
 * A resource whose provider is written in this repository. Pulumi runs dynamic providers in a process of their own, and
 * is given their code as the text of a module. That text is written out here instead of being made from functions by
 * Pulumi's serialiser: it captures nothing, so that no secret can slip into it, it is the same whatever compiled the
 * program, and it loads the code of the checkout that runs, never one that an earlier run has left in the state.
 *
 * The process runs in the project's folder, under the Pulumi CLI as under the Automation API.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/resources/dynamic-providers/
 */
export abstract class DynamicResource extends pulumi.CustomResource {
  /** @param outputs Names of what the provider adds to the inputs. */
  protected constructor(
    kind: ProviderKind,
    name: string,
    inputs: pulumi.Inputs,
    outputs: readonly string[],
    options: pulumi.CustomResourceOptions | undefined,
  ) {
    const unknowns = Object.fromEntries(outputs.map((output) => [output, undefined]));
    super(`pulumi-nodejs:dynamic/${kind}`, name, { ...unknowns, ...inputs, __provider: providerModule(kind) }, options);
  }
}

/** Text of the CommonJS module that Pulumi's process for dynamic providers loads. */
export function providerModule(kind: ProviderKind): string {
  return `exports.handler = () => {
  const entry = require("node:path").join(process.cwd(), "components", "dynamic", "providers.ts");
  return require("tsx/cjs/api").require(entry, entry).providers[${JSON.stringify(kind)}];
};
`;
}
