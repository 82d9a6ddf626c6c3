import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { findUserBackend, hasPassphrase, shownUrl, type UserBackend } from "../../engine/backend";
import { fileBackend } from "../../engine/recover/file-backend";
import { stackExists } from "../../engine/stack-list";
import { projectName, stackSettings } from "../../engine/workspace";
import { UserError } from "../../infra/diagnostics/user-error";
import { type CheckContext, type CheckResult, fail, ok, warn } from "./check";

/** The backend, the passphrase, and what earlier updates left in the stacks' states. */
export async function checkState(stackNames: readonly string[], context: CheckContext): Promise<readonly CheckResult[]> {
  const backend = findUserBackend(context.projectDirectory, context.environment);
  if (backend === undefined) {
    return [
      warn(
        "state",
        "no Pulumi backend is configured; previews compare with an empty state",
        "before an up: pulumi login <url>, for instance file://~ or s3://my-state",
      ),
    ];
  }
  const described = `${shownUrl(backend.url)} (${backend.setIn})`;
  const { pulumi } = context;
  if (pulumi === undefined) {
    return [warn("state", `${described}; not asked, because Pulumi is not there yet`, "npm run doctor again when it is")];
  }
  const results: CheckResult[] = [];
  for (const stackName of stackNames) {
    const where = { ...context, stackName, pulumi: pulumi.path };
    try {
      if (!(await stackExists(where))) {
        results.push(
          warn(
            "state",
            `${described} has no stack ${stackName} yet; its previews compare with an empty state`,
            `before an up: pulumi stack init ${stackName}`,
          ),
        );
        continue;
      }
    } catch (error) {
      if (error instanceof UserError) {
        return [
          fail(
            "state",
            `${described} does not answer: ${error.message.split("\n").slice(1).join(" ").trim()}`,
            "pulumi login; or preview with --state empty",
          ),
        ];
      }
      throw error;
    }
    results.push(
      ok("state", `${described}, stack ${stackName}`),
      checkPassphrase(stackName, context),
      ...checkLocks(backend, projectName(context.projectDirectory), stackName),
      await checkPendingOperations(stackName, pulumi.path, context),
    );
  }
  return results;
}

function checkPassphrase(stackName: string, { projectDirectory, environment }: CheckContext): CheckResult {
  const name = "passphrase";
  const usesPassphrase = stackSettings(projectDirectory, stackName).includes("encryptionsalt:");
  if (hasPassphrase(environment)) {
    return ok(name, "set");
  }
  return usesPassphrase
    ? fail(
        name,
        `not set, and the secrets of stack ${stackName} are encrypted with one`,
        "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE",
      )
    : ok(name, `not needed: the secrets of stack ${stackName} are kept by another provider`);
}

const lockFile = z.object({ pid: z.number(), username: z.string(), hostname: z.string(), timestamp: z.string() });

/** Locks of a file backend. They have no expiry: one that a killed update left stays until somebody removes it. */
export function checkLocks({ url }: Pick<UserBackend, "url">, project: string, stackName: string): readonly CheckResult[] {
  const locks = fileBackend(url, project, stackName)?.locks;
  if (locks === undefined || !existsSync(locks)) {
    return [];
  }
  return readdirSync(locks)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const content: unknown = JSON.parse(readFileSync(join(locks, file), "utf8"));
      const { pid, username, hostname, timestamp } = lockFile.parse(content);
      return warn(
        "lock",
        `stack ${stackName} is locked by ${username}@${hostname}, process ${pid}, since ${timestamp}`,
        `if that process is gone: npm run recover ${stackName}`,
      );
    });
}

const exported = z.object({
  deployment: z
    .object({ pending_operations: z.array(z.object({ type: z.string(), resource: z.object({ urn: z.string() }) })).optional() })
    .nullish(),
});

/** Operations that were under way when an update was killed; the next update would create such a resource twice. */
async function checkPendingOperations(
  stackName: string,
  pulumi: string,
  { projectDirectory, environment }: CheckContext,
): Promise<CheckResult> {
  const name = "pending operations";
  const output = await new Promise<string | undefined>((done) => {
    execFile(
      pulumi,
      ["stack", "export", "--stack", stackName, "--non-interactive"],
      { cwd: projectDirectory, env: { ...environment }, maxBuffer: 256 * 1024 * 1024, timeout: 60_000 },
      (error, stdout) => {
        done(error === null ? stdout : undefined);
      },
    );
  });
  if (output === undefined) {
    return warn(name, `the state of stack ${stackName} cannot be read`, `pulumi stack export --stack ${stackName} says why`);
  }
  return pendingOperationsIn(output, stackName);
}

/** @param output What `pulumi stack export` prints. */
export function pendingOperationsIn(output: string, stackName: string): CheckResult {
  const name = "pending operations";
  const content: unknown = JSON.parse(output);
  const pending = exported.parse(content).deployment?.pending_operations ?? [];
  if (pending.length === 0) {
    return ok(name, `none in stack ${stackName}`);
  }
  const listed = pending.map(({ type, resource }) => `${type} ${resource.urn.split("::").at(-1) ?? resource.urn}`).join(", ");
  return fail(
    name,
    `stack ${stackName} was cut off during: ${listed}`,
    `npm run recover ${stackName}: it looks whether they exist, and settles them. An up before that may create them twice`,
  );
}
