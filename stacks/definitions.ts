import { didYouMean } from "../infra/diagnostics/did-you-mean";
import { UserError } from "../infra/diagnostics/user-error";
import type { StackDefinition } from "../infra/stack/definition";
import { definition as contabo } from "./contabo/definition";
import { definition as homelab } from "./homelab/definition";
import { definition as portkey } from "./portkey/definition";
import { definition as r730 } from "./r730/definition";

/** The tables of every stack. They import no Pulumi, so that planning starts fast. */
const definitions: Readonly<Record<string, StackDefinition>> = { contabo, homelab, portkey, r730 };

/** Names of all stacks, in alphabetical order. */
export const stackNames: readonly string[] = Object.keys(definitions).sort();

/** @throws UserError when there is no stack by that name. */
export function requireStackName(name: string): void {
  if (!stackNames.includes(name)) {
    const nearest = didYouMean(name, stackNames);
    throw new UserError(`there is no stack "${name}"${nearest === undefined ? "" : `, ${nearest}`}\n  stacks: ${stackNames.join(", ")}`);
  }
}

/**
 * The tables of a stack, not yet checked.
 *
 * @throws UserError when there is no stack by that name.
 */
export async function loadDefinition(name: string): Promise<StackDefinition> {
  requireStackName(name);
  const definition = definitions[name];
  return definition === undefined ? Promise.reject(new Error(`stack ${name} has a name and no tables`)) : Promise.resolve(definition);
}
