import { UserError } from "../infra/diagnostics/user-error";
import { stackNames } from "../stacks/definitions";

/**
 * The stack that a command is about: the one named, else the one that `PULUMI_STACK` names (as for Pulumi's own
 * commands), else the only one.
 *
 * @throws UserError when there are several and none is named.
 */
export function chosenStack(
  named: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  names: readonly string[] = stackNames,
): string {
  // Pulumi also takes the owner and the project: acme/berth/homelab.
  const chosen = named ?? environment["PULUMI_STACK"]?.split("/").at(-1) ?? "";
  if (chosen !== "") {
    return chosen;
  }
  const [only, ...others] = names;
  if (only === undefined || others.length > 0) {
    throw new UserError(`name a stack: ${names.join(", ")}`);
  }
  return only;
}
