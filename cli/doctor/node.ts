import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { compareVersions, parseVersion } from "../../toolchain/version";
import { type CheckResult, fail, ok } from "./check";

/** The oldest Node that @pulumi/pulumi 3.259 runs on, by the `engines` of its package.json. */
const oldest = { major: 22, minor: 0, patch: 0 };

export function checkNode(version: string): CheckResult {
  return compareVersions(parseVersion(version), oldest) >= 0
    ? ok("Node", version)
    : fail(
        "Node",
        `${version}; the Pulumi SDK needs ${oldest.major} or newer`,
        "start commands with npm run, which uses the pinned Node of node_modules; if that is missing: npm ci",
      );
}

const manifest = z.object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) });
const installedManifest = z.object({ version: z.string() });

/** Compares what is installed with the versions that package.json pins. */
export function checkPackages(projectDirectory: string): CheckResult {
  const content: unknown = JSON.parse(readFileSync(join(projectDirectory, "package.json"), "utf8"));
  const { dependencies, devDependencies } = manifest.parse(content);
  const pinned = Object.entries({ ...dependencies, ...devDependencies });
  const wrong = pinned.flatMap(([name, wanted]) => {
    const installed = installedVersion(projectDirectory, name);
    return installed !== undefined && (installed === wanted || wanted.startsWith("file:"))
      ? []
      : [`${name} ${installed ?? "missing"} instead of ${wanted}`];
  });
  return wrong.length === 0 ? ok("npm packages", `${pinned.length}, as pinned`) : fail("npm packages", wrong.join(", "), "npm ci");
}

function installedVersion(projectDirectory: string, name: string): string | undefined {
  const path = join(projectDirectory, "node_modules", name, "package.json");
  if (!existsSync(path)) {
    return undefined;
  }
  const content: unknown = JSON.parse(readFileSync(path, "utf8"));
  // Some packages write a v before it.
  return installedManifest.parse(content).version.replace(/^v/, "");
}
