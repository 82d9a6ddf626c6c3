import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { cacheDirectory } from "../../toolchain/cache-directory";
import type { Environment } from "../../toolchain/tool";
import type { ProviderRequirement } from "./requirement";

/** Plugins are some 30 to 100 MB. */
const installTimeout = 120_000;
/** For how long a failed attempt is believed to fail again, so that previews without a network start at once. */
const rememberedFor = 6 * 60 * 60 * 1000;

export type InstallOutcome = { readonly installed: true } | { readonly installed: false; readonly reason: string };

const failure = z.object({ at: z.number(), reason: z.string() });

/** Why the last attempt failed, when it was a short while ago. */
export function rememberedFailure(requirement: ProviderRequirement, environment: Environment, now: number): string | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(failurePath(requirement, environment), "utf8"));
    const { at, reason } = failure.parse(content);
    return now - at >= 0 && now - at < rememberedFor ? reason : undefined;
  } catch {
    return undefined;
  }
}

/** Has Pulumi install a plugin, for a bounded time. Remembers a failure. */
export async function installPlugin(pulumi: string, requirement: ProviderRequirement, environment: Environment): Promise<InstallOutcome> {
  const { name, version, server } = requirement;
  const args = ["plugin", "install", "resource", name, version, ...(server === undefined ? [] : ["--server", server])];
  const outcome = await new Promise<InstallOutcome>((resolve) => {
    const env = { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" };
    execFile(pulumi, args, { env, timeout: installTimeout, maxBuffer: 64 * 1024 * 1024 }, (error, _stdout, stderr) => {
      const timedOut = error?.killed === true;
      resolve(
        error === null
          ? { installed: true }
          : { installed: false, reason: timedOut ? `not finished after ${installTimeout / 1000} s` : reasonIn(stderr) },
      );
    });
  });
  const path = failurePath(requirement, environment);
  if (outcome.installed) {
    rmSync(path, { force: true });
  } else {
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, `${JSON.stringify({ at: Date.now(), reason: outcome.reason })}\n`);
  }
  return outcome;
}

function failurePath({ name, version }: ProviderRequirement, environment: Environment): string {
  return join(cacheDirectory(environment), "plugins", `${name}-${version}.failed.json`);
}

/** The heart of what Pulumi printed: which server, and what is wrong with it. */
export function reasonIn(stderr: string): string {
  const download = /Get "https?:\/\/([^/"]+)[^"]*": (.+)/.exec(stderr);
  if (download?.[1] !== undefined && download[2] !== undefined) {
    const cause = download[2].split(": ").at(-1) ?? download[2];
    return `${download[1]}: ${cause}`;
  }
  const lines = stderr.split("\n").filter((line) => line.startsWith("error: "));
  return lines.at(-1)?.slice("error: ".length) ?? "Pulumi gave no reason";
}
