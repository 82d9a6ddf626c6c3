import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isMap, isScalar, parseDocument } from "yaml";
import { UserError } from "../infra/diagnostics/user-error";
import type { Environment } from "../toolchain/tool";
import { hasPassphrase } from "./backend";

/**
 * A folder of our own for one run, which Pulumi takes for the project's: everything in it is a link to the project, so
 * that relative paths in the settings keep their meaning, except the stack's settings, which are a copy. Pulumi writes
 * to those, and several of its commands do so without being asked.
 */
export interface RunFolder {
  /** Where Pulumi runs. */
  readonly project: string;
  /** State of a throw-away backend. */
  readonly state: string;
  readonly remove: () => void;
}

/** @param settings Text of the stack's settings file. */
export function createRunFolder(projectDirectory: string, stackName: string, settings: string): RunFolder {
  const path = mkdtempSync(join(tmpdir(), "berth-"));
  const project = join(path, "project");
  const state = join(path, "state");
  mkdirSync(project);
  mkdirSync(state);
  const ownFile = `Pulumi.${stackName}.yaml`;
  for (const name of readdirSync(projectDirectory)) {
    if (name !== ownFile) {
      symlinkSync(resolve(projectDirectory, name), join(project, name));
    }
  }
  writeFileSync(join(project, ownFile), settings);
  return {
    project,
    state,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** The project's name, as its Pulumi.yaml says. */
export function projectName(projectDirectory: string): string {
  const name: unknown = parseDocument(readFileSync(join(projectDirectory, "Pulumi.yaml"), "utf8")).get("name");
  if (typeof name !== "string") {
    throw new UserError("Pulumi.yaml has no name");
  }
  return name;
}

/** The stack's settings as they stand; none is like an empty file. */
export function stackSettings(projectDirectory: string, stackName: string): string {
  const path = join(projectDirectory, `Pulumi.${stackName}.yaml`);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/**
 * The settings for a throw-away backend. Values that are encrypted with the user's passphrase can only be read with it;
 * without any of those, the mark of how they would be encrypted goes, and so does the need for the passphrase.
 *
 * @throws UserError when there are encrypted values and no passphrase.
 */
export function settingsForThrowAway(settings: string, fileName: string, environment: Environment): string {
  const document = parseDocument(settings);
  if (!isMap(document.contents) || hasPassphrase(environment)) {
    return settings;
  }
  if (document.has("encryptionsalt") && hasSecureValue(document.get("config"))) {
    throw new UserError(`${fileName} has encrypted values`, [
      {
        path: "PULUMI_CONFIG_PASSPHRASE",
        message: "is not set, and without it they cannot be read",
        fix: "set it, or PULUMI_CONFIG_PASSPHRASE_FILE",
      },
    ]);
  }
  document.delete("encryptionsalt");
  return document.toString();
}

function hasSecureValue(node: unknown): boolean {
  if (!isMap(node)) {
    return false;
  }
  return node.items.some(({ key, value }) => (isScalar(key) && key.value === "secure") || hasSecureValue(value));
}
