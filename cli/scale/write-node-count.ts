import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument, YAMLMap } from "yaml";
import { UserError } from "../../infra/diagnostics/user-error";

const key = "berth:nodes";

/**
 * Writes the number of servers into a stack's configuration, as `pulumi config set berth:nodes` would, and leaves the rest
 * of the file as it is, comments included.
 *
 * @throws UserError when the file is no configuration of a stack.
 */
export function writeNodeCount(projectDirectory: string, stackName: string, nodes: number): void {
  const fileName = `Pulumi.${stackName}.yaml`;
  const path = join(projectDirectory, fileName);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const document = parseDocument(text === "" ? "config:\n" : text);
  if (document.errors.length > 0) {
    throw new UserError(`${fileName} is not valid YAML`);
  }
  if (document.get("config") === undefined || document.get("config") === null) {
    document.set("config", new YAMLMap());
  }
  document.setIn(["config", key], nodes);
  writeFileSync(path, document.toString({ lineWidth: 0 }));
}
