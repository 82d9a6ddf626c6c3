import { UserError } from "../../infra/diagnostics/user-error";
import { standIns } from "../../rehearsal/providers";
import type { ProgressStream } from "../../toolchain/progress";
import type { Environment } from "../../toolchain/tool";
import { installPlugin, rememberedFailure } from "./install";
import { isInstalled } from "./installed";
import type { ProviderRequirement } from "./requirement";

/** `auto`: the real plugin where it is or can be installed. `real`: nothing else. `stand-in`: without trying. */
export const providerModes = ["auto", "real", "stand-in"] as const;
export type ProviderMode = (typeof providerModes)[number];

export interface ProviderChoice extends ProviderRequirement {
  readonly source: "plugin" | "stand-in";
  /** Why a stand-in; absent for a plugin. */
  readonly reason?: string;
}

/**
 * Decides for each provider between its plugin and a stand-in, installing plugins on the way.
 *
 * @throws UserError when a plugin cannot be had and a stand-in is not wanted or does not exist.
 */
export async function chooseProviders(
  requirements: readonly ProviderRequirement[],
  mode: ProviderMode,
  pulumi: string,
  environment: Environment,
  stream: ProgressStream = process.stderr,
): Promise<readonly ProviderChoice[]> {
  const choices = await Promise.all(
    requirements.map(async (requirement) => chooseProvider(requirement, mode, pulumi, environment, stream)),
  );
  const missing = choices.filter(({ name, source }) => source === "stand-in" && (mode === "real" || standIns[name] === undefined));
  if (missing.length > 0) {
    throw new UserError(
      "provider plugins are missing",
      missing.map(({ name, version, server, reason }) => ({
        path: name,
        message: `plugin ${version} ${reason ?? "is not installed"}`,
        fix: `pulumi plugin install resource ${name} ${version}${server === undefined ? "" : ` --server ${server}`}`,
      })),
    );
  }
  return choices;
}

async function chooseProvider(
  requirement: ProviderRequirement,
  mode: ProviderMode,
  pulumi: string,
  environment: Environment,
  stream: ProgressStream,
): Promise<ProviderChoice> {
  if (mode === "stand-in") {
    return { ...requirement, source: "stand-in", reason: "asked for" };
  }
  if (isInstalled(requirement, environment)) {
    return { ...requirement, source: "plugin" };
  }
  const remembered = mode === "real" ? undefined : rememberedFailure(requirement, environment, Date.now());
  if (remembered !== undefined) {
    return { ...requirement, source: "stand-in", reason: `could not be installed: ${remembered}` };
  }
  stream.write(`${requirement.name}: installing plugin ${requirement.version}\n`);
  const outcome = await installPlugin(pulumi, requirement, environment);
  return outcome.installed
    ? { ...requirement, source: "plugin" }
    : { ...requirement, source: "stand-in", reason: `could not be installed: ${outcome.reason}` };
}

/** One line per provider, as every preview prints it. */
export function describeProvider({ name, version, source, reason }: ProviderChoice): string {
  if (source === "plugin") {
    return `${name}: plugin ${version}`;
  }
  const why = reason === "asked for" ? "asked for" : `plugin ${version} ${reason ?? "is missing"}`;
  return `${name}: stand-in (${why}); checks inputs, touches nothing`;
}
