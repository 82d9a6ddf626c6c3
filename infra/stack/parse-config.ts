import type { Finding } from "../diagnostics/finding";
import { UserError } from "../diagnostics/user-error";
import { childOf } from "../schema/known-fields";
import { parseValue } from "../schema/parse";
import { secretSettingNames, type StackConfig, stackConfigSchema } from "./config";
import { booleanKeys, numberKeys } from "./config-keys";

/**
 * Checks the settings of a stack, which stand under `berth:` in its `Pulumi.<stack>.yaml`, and fills in the defaults.
 * Truth values and numbers may be quoted, and `burst` may be JSON: that is how `pulumi config set` writes them.
 *
 * @param raw The settings by their name without the prefix; absent means none.
 * @param source Where they come from, for the message: `Pulumi.homelab.yaml`.
 * @throws UserError with everything that is wrong.
 */
export function parseStackConfig(raw: unknown, source: string): StackConfig {
  const isMap = typeof raw === "object" && raw !== null && !Array.isArray(raw);
  const { settings, findings: plainText } = isMap ? withoutPlainSecrets(unquoted(raw)) : { settings: raw ?? {}, findings: [] };
  const { value, findings } = parseValue(stackConfigSchema, settings, "");
  const all = [...plainText, ...findings];
  if (value === undefined || all.length > 0) {
    throw new UserError(
      `${source} has ${all.length === 1 ? "a mistake" : `${all.length} mistakes`} in its configuration`,
      all.map((finding) => ({ ...finding, path: finding.path === "" ? "berth" : `berth:${finding.path}` })),
    );
  }
  return value;
}

/** Secrets in plain text are told by their names alone: a message that showed them would spread them. */
function withoutPlainSecrets(settings: Readonly<Record<string, unknown>>): {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
} {
  const names: readonly string[] = secretSettingNames.filter((name) => settings[name] !== undefined && !isEncrypted(settings[name]));
  return {
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name))),
    findings: names.map((name) => ({
      path: name,
      message: "is not encrypted",
      fix: `change the secret, then run: pulumi config set --secret berth:${name}`,
    })),
  };
}

function isEncrypted(value: unknown): boolean {
  return typeof childOf(value, "secure") === "string";
}

function unquoted(settings: object): Record<string, unknown> {
  const values: Record<string, unknown> = { ...settings };
  for (const key of booleanKeys) {
    const text = childOf(settings, key);
    if (text === "true" || text === "false") {
      values[key] = text === "true";
    }
  }
  for (const key of numberKeys) {
    const text = childOf(settings, key);
    if (typeof text === "string" && /^\d{1,9}$/.test(text)) {
      values[key] = Number(text);
    }
  }
  const burst = childOf(settings, "burst");
  if (typeof burst === "string") {
    values["burst"] = fromJson(burst);
  }
  return values;
}

/** Pulumi hands over what is no text as JSON. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
