import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { UserError } from "../infra/diagnostics/user-error";
import type { StackConfig } from "../infra/stack/config";
import { parseStackConfig } from "../infra/stack/parse-config";

const prefix = "berth:";

/**
 * The `berth:` settings of a stack, read from `Pulumi.<stack>.yaml` without Pulumi. A stack without a file has the
 * defaults.
 *
 * @throws UserError when the file is not YAML or a setting is wrong, with all that is wrong.
 */
export function readStackConfigFile(projectDirectory: string, stackName: string): StackConfig {
  const fileName = `Pulumi.${stackName}.yaml`;
  const path = join(projectDirectory, fileName);
  if (!existsSync(path)) {
    return parseStackConfig({}, fileName);
  }
  const document = parseDocument(readFileSync(path, "utf8"), { prettyErrors: true });
  if (document.errors.length > 0) {
    throw new UserError(
      `${fileName} is not valid YAML`,
      document.errors.map((error) => ({ path: fileName, message: error.message })),
    );
  }
  const content: unknown = document.toJS();
  return parseStackConfig(berthSettings(content, fileName), fileName);
}

function berthSettings(content: unknown, fileName: string): Record<string, unknown> {
  if (content === null || content === undefined) {
    return {};
  }
  if (!isMap(content)) {
    throw new UserError(`${fileName} must hold a map with the key "config"`);
  }
  const config = content["config"] ?? {};
  if (!isMap(config)) {
    throw new UserError(`${fileName}: "config" must be a map such as { "${prefix}objective": "balance" }`);
  }
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [])),
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
