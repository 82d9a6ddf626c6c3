import { getStack, runtime } from "@pulumi/pulumi";
import { secretSettingNames } from "./infra/stack/config";
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

/** The stack's settings under our own prefix, which Pulumi hands over as text; of secrets only that they are set. */
function settings(): Readonly<Record<string, unknown>> {
  const secrets: readonly string[] = secretSettingNames;
  return Object.fromEntries(
    Object.entries(runtime.allConfig()).flatMap(([key, value]) => {
      const name = key.slice(configPrefix.length);
      return key.startsWith(configPrefix) ? [[name, secrets.includes(name) ? { secure: "" } : value]] : [];
    }),
  );
}
