import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import type { secretSettingNames } from "../../infra/stack/config";

export type SecretSetting = (typeof secretSettingNames)[number];

/**
 * The values of settings that are secrets. A preview goes on without those that are not set, with placeholders, and says
 * which; an `up` is refused.
 *
 * @throws UserError naming all that are missing, on an `up`.
 */
export function readSecrets<Name extends SecretSetting>(names: readonly Name[]): (name: Name) => pulumi.Output<string> {
  const config = new pulumi.Config("berth");
  const secrets = new Map(names.map((name) => [name, config.getSecret(name)] as const));
  const missing = names.filter((name) => secrets.get(name) === undefined);
  if (missing.length > 0 && !pulumi.runtime.isDryRun()) {
    throw new UserError(
      missing.length === 1 ? "a secret is not set" : `${missing.length} secrets are not set`,
      missing.map((name) => ({
        path: `berth:${name}`,
        message: "is not set",
        fix: `run: pulumi config set --secret berth:${name}`,
      })),
    );
  }
  if (missing.length > 0) {
    const settings = missing.map((name) => `berth:${name}`).join(", ");
    void pulumi.log.info(`not set: ${settings}. This preview uses placeholders; an up needs ${missing.length === 1 ? "it" : "them"}`);
  }
  return (name) => secrets.get(name) ?? pulumi.secret(`placeholder for berth:${name}`);
}

/** The value of a setting that is a secret and that nothing needs; undefined when it is not set. */
export function readOptionalSecret(name: SecretSetting): pulumi.Output<string> | undefined {
  return new pulumi.Config("berth").getSecret(name);
}
