import type { ServeOptions } from "../../rehearsal/providers/server";
import { type OpenStackOptions, openStack } from "../automation";
import { closeOnSignal } from "../close-on-signal";
import type { ProviderChoice } from "../providers/choose";
import { withoutShortcuts } from "../providers/honest";
import { serveProviders, type StandIns } from "../providers/serve";
import { pendingOperationsOf, resourcesOf } from "../recover/deployment";
import { userState } from "../recover/user-state";
import { runOperation, watchProgram } from "../run-operation";
import { compareWithLive, RefreshCollector } from "./compare";
import type { DriftResult } from "./drift-result";
import type { IgnoreRule } from "./ignore-rule";

export interface DriftOptions extends Pick<OpenStackOptions, "projectDirectory" | "stackName" | "settings" | "pulumi" | "environment"> {
  /** Plugins only, outside of tests: a stand-in would say what the state says. */
  readonly providers: readonly ProviderChoice[];
  /** For tests, whose stand-ins have something behind them. Default: none takes part. */
  readonly standIns?: StandIns;
  readonly serving?: ServeOptions;
  readonly rules: readonly IgnoreRule[];
  /** Called with the number of resources that were read so far. */
  readonly onResource?: (count: number) => void;
}

/**
 * Compares what there is with the user's state, and changes neither.
 *
 * @throws UserError when there is no such stack, or its state cannot be read.
 */
export async function findDrift(options: DriftOptions): Promise<DriftResult> {
  const { stackName, rules, providers, standIns, serving = { apply: "refuse" }, onResource } = options;
  const environment = { ...options.environment, ...withoutShortcuts };
  const state = await userState({ ...options, environment, pulumi: options.pulumi.path }).read();
  const resources = resourcesOf(state);
  const served = await serveProviders(standIns === undefined ? [] : providers, serving, standIns);
  const program = watchProgram(async () => Promise.resolve({}));
  try {
    const opened = { ...options, environment, backend: "yours", attachProviders: served.attach, program: program.run } as const;
    const { stack, close } = await openStack(opened);
    const stopWatching = closeOnSignal(close);
    try {
      const collector = new RefreshCollector();
      const { diagnostics } = await runOperation(
        async (onEvent) =>
          stack.previewRefresh({
            color: "never",
            onEvent: (event) => {
              collector.take(event);
              onEvent(event);
            },
          }),
        program,
        onResource,
      );
      const run = { steps: collector.steps, diagnostics };
      return { ...compareWithLive(stackName, resources, run, rules), pendingOperations: pendingOperationsOf(state).length };
    } finally {
      stopWatching();
      close();
    }
  } finally {
    served.close();
  }
}
