import { RunError } from "@pulumi/pulumi";
import { CommandError, type EngineEvent } from "@pulumi/pulumi/automation";
import { isGrpcError } from "@pulumi/pulumi/errors";
import { UserError } from "../infra/diagnostics/user-error";
import { EventCollector } from "./collect-events";
import type { StackOutputs } from "./automation";
import type { EngineResult } from "./preview-result";

/** A program that remembers what it threw, which the engine only passes on as text. */
export interface WatchedProgram {
  readonly run: () => Promise<StackOutputs>;
  readonly thrown: () => unknown;
}

export function watchProgram(program: () => Promise<StackOutputs>): WatchedProgram {
  let thrown: unknown;
  return {
    run: async () => {
      thrown = undefined;
      try {
        return await program();
      } catch (error) {
        thrown = error;
        // The message alone: a stack trace in the engine's output would be noise for a user's mistake.
        throw error instanceof UserError ? new RunError(error.message) : error;
      }
    },
    thrown: () => thrown,
  };
}

/**
 * Runs one operation of the engine and gathers what it says.
 *
 * @param operation Starts it with the given receiver of events.
 * @param onResource Called with the number of resources seen so far.
 * @throws UserError what the program threw for the user, or what Pulumi refused before it ran anything.
 */
export async function runOperation(
  operation: (onEvent: (event: EngineEvent) => void) => Promise<unknown>,
  program: WatchedProgram,
  onResource: (count: number) => void = () => undefined,
): Promise<EngineResult> {
  const collector = new EventCollector();
  try {
    await operation((event) => {
      collector.take(event);
      onResource(collector.resources);
    });
    return collector.result(true);
  } catch (error) {
    const thrown = program.thrown();
    if (thrown instanceof UserError || (thrown !== undefined && !(thrown instanceof Error && isGrpcError(thrown)))) {
      throw thrown instanceof Error ? thrown : new Error("the program threw something that is no error", { cause: thrown });
    }
    const result = collector.result(false);
    if (result.outcome === "policy-violation" || result.diagnostics.some(({ severity }) => severity === "error")) {
      return result;
    }
    throw error instanceof CommandError ? refusal(error) : error;
  }
}

/** What to do about the common reasons for which Pulumi stops before it runs the program. */
const remedies: readonly { readonly reason: RegExp; readonly fix: string }[] = [
  {
    reason: /passphrase must be set|incorrect passphrase/,
    fix: "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the stack's passphrase",
  },
  { reason: /currently locked by/, fix: "wait for the other update; if it was killed, npm run recover <stack>" },
];

function refusal(error: CommandError): Error {
  const lines = error.message
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("error: "));
  if (lines.length === 0) {
    return error;
  }
  const reasons = [...new Set(lines)].map((line) => line.slice("error: ".length)).join("\n  ");
  const fix = remedies.find(({ reason }) => reason.test(error.message))?.fix;
  return new UserError(`Pulumi stopped: ${reasons}${fix === undefined ? "" : `\n  fix: ${fix}`}`);
}
