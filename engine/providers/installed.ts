import { existsSync } from "node:fs";
import { join } from "node:path";
import { findOnPath } from "../../toolchain/find-tool";
import type { Environment } from "../../toolchain/tool";
import { pulumiHome } from "../pulumi-home";
import type { ProviderRequirement } from "./requirement";

/** Whether Pulumi will find the plugin without downloading it. One on the `PATH` is used whatever its version. */
export function isInstalled({ name, version }: ProviderRequirement, environment: Environment): boolean {
  const folder = join(pulumiHome(environment), "plugins", `resource-${name}-v${version}`);
  // Pulumi leaves the second file while it installs, and when that was cut off.
  const finished = existsSync(join(folder, `pulumi-resource-${name}`)) && !existsSync(`${folder}.partial`);
  return finished || findOnPath(`pulumi-resource-${name}`, environment) !== undefined;
}
