import { getStack, runtime } from "@pulumi/pulumi";
import { parseStackConfig } from "./infra/stack/parse-config";
import { requireStackName } from "./stacks/definitions";
import { prepareStack } from "./stacks/prepare";
import { programs } from "./stacks/programs";

const configPrefix = "berth:";

/**
 * The Pulumi program: the stack's name decides what is deployed. `index.ts` gives it to the Pulumi CLI, the engine of
 * the npm commands runs it in its own process.
 *
 * @throws UserError for what the user can mend.
 */
export async function program(): Promise<Record<string, unknown>> {
  const name = getStack();
  requireStackName(name);
  const stackProgram = programs[name];
  if (stackProgram === undefined) {
    throw new Error(`stack ${name} has tables and no program`);
  }
  const args = await prepareStack(name, parseStackConfig(settings(), `Pulumi.${name}.yaml`));
  return { ...(await stackProgram.deploy(args)) };
}

/** The stack's settings under our own prefix, which Pulumi hands over as text. */
function settings(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(runtime.allConfig()).flatMap(([key, value]) =>
      key.startsWith(configPrefix) ? [[key.slice(configPrefix.length), value]] : [],
    ),
  );
}
