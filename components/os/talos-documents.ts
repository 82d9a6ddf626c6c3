import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isMap, parseAllDocuments } from "yaml";
import { didYouMean } from "../../infra/diagnostics/did-you-mean";
import type { Finding } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import type { Machine } from "../../infra/hardware/machine";

const extension = ".yaml";
const forAll = "all";

/** Talos documents by machine name, in the order in which they are merged. */
export type TalosDocuments = ReadonlyMap<string, readonly string[]>;

/**
 * Reads a folder of Talos configuration patches: what the machines have beside Talos' defaults and what Berth sets, such
 * as disks, networks and the installer image with its extensions. `all.yaml` is for every machine, `control-plane.yaml`
 * and `worker.yaml` for those of a role, `<machine>.yaml` for one; the more special is merged later. Each is optional.
 *
 * @throws UserError when the folder or a file cannot be used, with all that is wrong.
 */
export function readTalosDocuments(directory: string, machines: readonly Machine[]): TalosDocuments {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw new UserError("the Talos documents cannot be read", [
      {
        path: "berth:talosDocuments",
        value: directory,
        message: "is no folder",
        fix: "make it, or correct the path (it is relative to the project)",
      },
    ]);
  }
  const names = [forAll, "control-plane", "worker", ...machines.map(({ name }) => name)];
  const findings: Finding[] = [];
  const contents = new Map<string, string>();
  for (const file of readdirSync(directory).sort()) {
    const path = join(directory, file);
    const name = file.endsWith(extension) ? file.slice(0, -extension.length) : file;
    if (!file.endsWith(extension) || !names.includes(name)) {
      const hint = didYouMean(name, names);
      findings.push({
        path,
        message: `belongs to no machine; files are ${names.map((known) => `${known}${extension}`).join(", ")}`,
        ...(hint === undefined ? {} : { fix: hint }),
      });
      continue;
    }
    const content = readFileSync(path, "utf8");
    findings.push(...mistakesIn(content, path));
    contents.set(name, content);
  }
  if (findings.length > 0) {
    throw new UserError("the Talos documents cannot be used", findings);
  }
  return new Map(machines.map(({ name, role }) => [name, [forAll, role, name].flatMap((key) => contents.get(key) ?? [])]));
}

/** Only what Talos would refuse to read at all; what the documents say, Talos checks. */
function mistakesIn(content: string, path: string): readonly Finding[] {
  const documents = parseAllDocuments(content);
  if (!Array.isArray(documents) || documents.length === 0) {
    return [{ path, message: "is empty", fix: "delete it, or write the patch" }];
  }
  return documents.flatMap(({ errors, contents }): readonly Finding[] => {
    if (errors.length > 0) {
      return errors.map(({ message }) => ({ path, message: message.split("\n")[0] ?? message }));
    }
    return isMap(contents)
      ? []
      : [
          {
            path,
            message: "has a document that is no map; JSON patches do not work with the documents of Talos 1.12",
            fix: "write a strategic merge patch: a part of the machine configuration",
          },
        ];
  });
}
