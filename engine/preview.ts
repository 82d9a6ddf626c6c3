import { resolve } from "node:path";
import { UserError } from "../infra/diagnostics/user-error";
import type { Plan } from "../infra/placement/plan-document";
import type { StackConfig } from "../infra/stack/config";
import { currentDate } from "../policies/calendar-date";
import { exemptionsOf, packConfigurationOf } from "../policies/configuration";
import { program } from "../program";
import { requireStackName } from "../stacks/definitions";
import { prepareStack } from "../stacks/prepare";
import { programs, providerPackagesOf } from "../stacks/programs";
import { ensureTool } from "../toolchain/ensure-tool";
import { type ProgressStream, startProgress } from "../toolchain/progress";
import { pulumiCli } from "../toolchain/pulumi-cli";
import type { Environment } from "../toolchain/tool";
import { findUserBackend, shownUrl } from "./backend";
import { closeOnSignal } from "./close-on-signal";
import { openForPreview } from "./engine";
import { type PreviewResult, previewVersion } from "./preview-result";
import { chooseProviders, describeProvider, type ProviderMode } from "./providers/choose";
import { requiredProviders } from "./providers/requirement";
import { stackExists } from "./stack-list";
import { stackSettings } from "./workspace";

/** `auto`: the user's where the stack exists, else an empty one. */
export const stateModes = ["auto", "yours", "empty"] as const;
export type StateMode = (typeof stateModes)[number];

export interface PreviewOptions {
  /** Folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly stackName: string;
  /** As the stack's settings file says. */
  readonly config: StackConfig;
  readonly providers: ProviderMode;
  readonly state: StateMode;
  readonly environment: Environment;
  /** Where progress and announcements go. Default stderr. */
  readonly stream?: ProgressStream;
}

export interface Preview {
  readonly result: PreviewResult;
  readonly plan: Plan;
}

/**
 * Previews a stack with the real engine and every policy.
 *
 * @throws UserError when there is nothing to preview: wrong tables or settings, an infeasible plan, a broken rule, a
 * tool, plugin or backend that is missing.
 */
export async function previewStack({
  projectDirectory,
  stackName,
  config,
  providers: mode,
  state,
  environment,
  stream = process.stderr,
}: PreviewOptions): Promise<Preview> {
  requireStackName(stackName);
  const { stack, plan } = await prepareStack(stackName, config);
  const pulumi = await ensureTool(pulumiCli, environment, stream);
  const backend = await chooseState(state, { projectDirectory, stackName, pulumi: pulumi.path, environment });
  const stackProgram = programs[stackName];
  const requirements = requiredProviders(projectDirectory, stackProgram === undefined ? [] : providerPackagesOf(stackProgram, config));
  const providers = await chooseProviders(requirements, mode, pulumi.path, environment, stream);
  stream.write(`state: ${backend.description}\n`);
  for (const choice of providers) {
    stream.write(`${describeProvider(choice)}\n`);
  }

  const progress = startProgress({ title: `previewing ${stackName}`, stream });
  try {
    const engine = await openForPreview({
      projectDirectory,
      stackName,
      settings: stackSettings(projectDirectory, stackName),
      backend: backend.kind,
      pulumi,
      environment,
      program,
      providers,
      policyPacks: [{ path: resolve(projectDirectory, "policies"), configuration: packConfigurationOf(stack) }],
      onResource: (count) => {
        progress.step(`${count} resources`);
      },
    });
    const stopWatching = closeOnSignal(engine.close);
    try {
      const result = await engine.preview();
      const exemptions = exemptionsOf(stack.policies, currentDate(environment));
      return {
        result: { version: previewVersion, stack: stackName, backend: backend.description, providers, exemptions, ...result },
        plan,
      };
    } finally {
      stopWatching();
      engine.close();
    }
  } finally {
    progress.done();
  }
}

interface ChosenState {
  readonly kind: "yours" | "throw-away";
  readonly description: string;
}

async function chooseState(
  mode: StateMode,
  where: { readonly projectDirectory: string; readonly stackName: string; readonly pulumi: string; readonly environment: Environment },
): Promise<ChosenState> {
  const { projectDirectory, stackName, environment } = where;
  const yours = findUserBackend(projectDirectory, environment);
  if (mode === "empty" || (mode === "auto" && yours === undefined)) {
    return { kind: "throw-away", description: mode === "empty" ? "empty, as asked for" : "empty (no Pulumi backend is configured)" };
  }
  if (yours === undefined) {
    throw new UserError("no Pulumi backend is configured", [
      {
        path: "PULUMI_BACKEND_URL",
        message: "is not set, and nobody is logged in",
        fix: "pulumi login <url>, or preview with --state empty",
      },
    ]);
  }
  const url = shownUrl(yours.url);
  if (await stackExists(where)) {
    return { kind: "yours", description: `${url} (${yours.setIn})` };
  }
  if (mode === "yours") {
    throw new UserError(`there is no stack "${stackName}" in ${url}`, [
      { path: stackName, message: "does not exist there yet", fix: `pulumi stack init ${stackName}, or preview with --state empty` },
    ]);
  }
  return { kind: "throw-away", description: `empty (stack ${stackName} does not exist yet in ${url})` };
}
