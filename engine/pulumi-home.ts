import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../toolchain/tool";

/** Pulumi's own folder: `$PULUMI_HOME`, else `~/.pulumi`. */
export function pulumiHome(environment: Environment): string {
  const own = environment["PULUMI_HOME"];
  return own === undefined || own === "" ? join(homedir(), ".pulumi") : own;
}
