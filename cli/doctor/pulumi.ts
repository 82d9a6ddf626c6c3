import { statfs } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { describeEstimate } from "../../toolchain/build-plan";
import { cacheDirectory } from "../../toolchain/cache-directory";
import type { FoundTool, ToolSearch } from "../../toolchain/find-tool";
import { findGo, requiredGo } from "../../toolchain/go";
import { pulumiCli } from "../../toolchain/pulumi-cli";
import type { Environment } from "../../toolchain/tool";
import { compareVersions, formatVersion } from "../../toolchain/version";
import { type CheckResult, fail, ok, warn } from "./check";

/** Go, and the Pulumi CLI that is found or would be built with it. */
export async function checkPulumi({ found, rejected }: ToolSearch, environment: Environment): Promise<readonly CheckResult[]> {
  const go = await findGo(environment);
  const needed = requiredGo([pulumiCli]);
  const wanted = `${needed.major}.${needed.minor}`;
  const goFits = go !== undefined && compareVersions(go.version, needed) >= 0;
  const goDetail = go === undefined ? "not found" : `${formatVersion(go.version)}, ${go.path}`;
  const installGo = `install Go ${wanted}: https://go.dev/doc/install; or ${pulumiCli.alternative}`;
  const note = rejected === undefined ? "" : `; ${rejected}`;
  if (found !== undefined) {
    const where = found.source === "PATH" ? found.path : `built, in the cache: ${found.path}`;
    return [
      goFits ? ok("Go", goDetail) : ok("Go", `${goDetail}; not needed while Pulumi is there`),
      ok("Pulumi", `${formatVersion(found.version)}, ${where}${note}`),
    ];
  }
  return goFits
    ? [
        ok("Go", goDetail),
        warn(
          "Pulumi",
          `not found${note}`,
          `npm run preview builds it, which ${describeEstimate([pulumiCli])}; or ${pulumiCli.alternative}`,
        ),
      ]
    : [fail("Go", `${goDetail}; ${wanted} or newer is needed to build Pulumi`, installGo), fail("Pulumi", `not found${note}`, installGo)];
}

/** Free bytes that a build with empty Go caches takes, with some room: modules and compiled packages of Pulumi. */
const neededForBuild = 4 * 1024 ** 3;
/** Below this even a preview may fail to write its folder. */
const neededAlways = 200 * 1024 ** 2;

export async function checkDiskSpace(pulumi: FoundTool | undefined, environment: Environment): Promise<CheckResult> {
  const cache = cacheDirectory(environment);
  let folder = cache;
  while (!existsSync(folder)) {
    folder = dirname(folder);
  }
  const { bavail, bsize } = await statfs(folder);
  return judgeDiskSpace(bavail * bsize, pulumi !== undefined, cache);
}

export function judgeDiskSpace(freeBytes: number, built: boolean, cache: string): CheckResult {
  const detail = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free at ${cache}`;
  if (freeBytes < neededAlways) {
    return fail("disk space", detail, "free some space, or point BERTH_CACHE_DIR to another disk");
  }
  return built || freeBytes >= neededForBuild
    ? ok("disk space", detail)
    : warn("disk space", `${detail}; building Pulumi may take 4 GiB`, "free some space, or install the Pulumi CLI instead");
}
