"use strict";
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const nodeModule = require("node:module");
const { join } = require("node:path");

/** The first line of a bundle is this and the JSON of what it was made from, so that the two are always of one piece. */
const mark = "// made from ";

/** Stands for a package that is never used. */
const absent = join(__dirname, "absent.js");

/** What takes the place of packages of which little or nothing is used; the longest name counts. */
function aliases(root) {
  const pulumi = join(root, "node_modules", "@pulumi", "pulumi");
  return {
    "@pulumi/pulumi": join(__dirname, "pulumi", "index.js"),
    "@pulumi/pulumi/asset": join(pulumi, "asset"),
    "@pulumi/pulumi/proto": join(pulumi, "proto"),
    "@pulumi/pulumi/runtime/rpc": join(__dirname, "pulumi", "rpc.js"),
    // Only for what the server can tell about itself, which nobody asks.
    "@grpc/proto-loader": absent,
  };
}

/** @type {import("./pack-bundle").bundleOf} */
function bundleOf({ root, entry, folder }) {
  const file = join(folder, "pack.js");
  const compiled = join(folder, "compiled");
  const isMade = !isCurrent(file, root);
  if (isMade) {
    try {
      make(file, root, entry);
      // What V8 has compiled of older ones is of no more use.
      rmSync(compiled, { recursive: true, force: true });
    } catch (error) {
      if (["EACCES", "EROFS", "EPERM", "ENOSPC", "ENOTDIR"].includes(error.code)) {
        return undefined;
      }
      throw error;
    }
  }
  return {
    file,
    isMade,
    load: () => {
      // From Node 22 on.
      nodeModule.enableCompileCache?.(compiled);
      require(file);
      // The engine kills the pack when it has done: what is not written now never is.
      nodeModule.flushCompileCache?.();
    },
  };
}

/** Whether a bundle was made from exactly the sources and packages that there are. */
function isCurrent(file, root) {
  try {
    const bytes = readFileSync(file);
    const { packages, sources } = JSON.parse(bytes.toString("utf8", mark.length, bytes.indexOf("\n")));
    return packages === digestOf(root, installed) && Object.entries(sources).every(([path, digest]) => digest === digestOf(root, path));
  } catch {
    // There is none, it is not one of ours, or a source is gone.
    return false;
  }
}

/** What npm has put into node_modules, by version and checksum. */
const installed = "node_modules/.package-lock.json";

function digestOf(root, path) {
  return createHash("sha256")
    .update(readFileSync(join(root, path)))
    .digest("base64url");
}

function make(file, root, entry) {
  // Only needed here: loading it takes longer than all else.
  const { buildSync } = require("esbuild");
  const { metafile, outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    write: false,
    metafile: true,
    logLevel: "error",
    alias: aliases(root),
  });
  const sources = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules/"));
  const key = {
    packages: digestOf(root, installed),
    sources: Object.fromEntries(sources.sort().map((path) => [path, digestOf(root, path)])),
  };
  mkdirSync(join(file, ".."), { recursive: true });
  // Another preview may be making the same: whoever renames last wins, and none reads half a file.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${mark}${JSON.stringify(key)}\n${outputFiles[0].text}`);
  renameSync(unfinished, file);
}

module.exports = { bundleOf };
