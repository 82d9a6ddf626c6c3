import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../infra/diagnostics/user-error";
import type { TableFile } from "../../infra/observe/typescript/table-files";

/** What stands in the way of tables: the files themselves, and the two forms that the workloads may have. */
const tableNames: readonly string[] = ["hardware.ts", "namespaces.ts", "workloads.ts", "workloads", "definition.ts"];

/** @throws UserError when the folder has tables already, with each. */
export function refuseToOverwrite(folder: string): void {
  const present = tableNames.filter((name) => existsSync(join(folder, name)));
  if (present.length > 0) {
    throw new UserError(
      "there are tables already",
      present.map((name) => ({
        path: join(folder, name),
        message: "exists",
        fix: "give another --stack or --out, or --force to replace the tables",
      })),
    );
  }
}

/**
 * Writes all files or none: they are made beside the folder and moved into it, and what they replace is put back when
 * that fails. With `force`, tables that are there are replaced as a whole; other files of the folder stay.
 *
 * @throws UserError when tables are there and `force` is not given, or the folder cannot be written to.
 */
export function writeTables(folder: string, files: readonly TableFile[], force: boolean): void {
  if (!force) {
    refuseToOverwrite(folder);
  }
  const made = firstMissing(folder);
  let staging: string | undefined;
  const undo: (() => void)[] = [];
  try {
    mkdirSync(folder, { recursive: true });
    staging = mkdtempSync(join(folder, ".observe-"));
    const [written, replaced] = [join(staging, "new"), join(staging, "old")];
    mkdirSync(replaced);
    for (const { path, text } of files) {
      mkdirSync(dirname(join(written, path)), { recursive: true });
      writeFileSync(join(written, path), text);
    }
    for (const name of tableNames) {
      move(join(folder, name), join(replaced, name), undo);
      move(join(written, name), join(folder, name), undo);
    }
  } catch (error) {
    undo.reverse().forEach((step) => {
      step();
    });
    removeQuietly(made ?? staging);
    throw new UserError(`the tables cannot be written; nothing has been changed`, [
      { path: folder, message: error instanceof Error ? error.message : String(error) },
    ]);
  }
  removeQuietly(staging);
}

function move(from: string, to: string, undo: (() => void)[]): void {
  if (existsSync(from)) {
    renameSync(from, to);
    undo.push(() => {
      renameSync(to, from);
    });
  }
}

/** The topmost folder that has to be made for this one. */
function firstMissing(folder: string): string | undefined {
  if (existsSync(folder)) {
    return undefined;
  }
  return firstMissing(dirname(folder)) ?? folder;
}

function removeQuietly(path: string | undefined): void {
  if (path !== undefined) {
    rmSync(path, { recursive: true, force: true });
  }
}
