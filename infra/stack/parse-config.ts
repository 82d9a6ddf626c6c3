import { UserError } from "../diagnostics/user-error";
import { childOf } from "../schema/known-fields";
import { parseValue } from "../schema/parse";
import { type StackConfig, stackConfigSchema } from "./config";
import { booleanKeys } from "./config-keys";

/**
 * Checks the settings of a stack, which stand under `berth:` in its `Pulumi.<stack>.yaml`, and fills in the defaults.
 * Truth values may be quoted: that is how `pulumi config set` writes them.
 *
 * @param raw The settings by their name without the prefix; absent means none.
 * @param source Where they come from, for the message: `Pulumi.homelab.yaml`.
 * @throws UserError with everything that is wrong.
 */
export function parseStackConfig(raw: unknown, source: string): StackConfig {
  const settings = typeof raw === "object" && raw !== null && !Array.isArray(raw) ? unquoteBooleans(raw) : (raw ?? {});
  const { value, findings } = parseValue(stackConfigSchema, settings, "");
  if (value === undefined) {
    throw new UserError(
      `${source} has ${findings.length === 1 ? "a mistake" : `${findings.length} mistakes`} in its configuration`,
      findings.map((finding) => ({ ...finding, path: finding.path === "" ? "berth" : `berth:${finding.path}` })),
    );
  }
  return value;
}

function unquoteBooleans(settings: object): Record<string, unknown> {
  const unquoted: Record<string, unknown> = { ...settings };
  for (const key of booleanKeys) {
    const text = childOf(settings, key);
    if (text === "true" || text === "false") {
      unquoted[key] = text === "true";
    }
  }
  return unquoted;
}
