import { execFile } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { ensureTool } from "./ensure-tool";
import type { ProgressStream } from "./progress";
import { type Environment, type GoTool, requiredVersion } from "./tool";
import { compareVersions, formatVersion } from "./version";

const moduleDirectory = join(__dirname, "alert-rules");
const version = requiredVersion(moduleDirectory, "github.com/prometheus/prometheus");

/** Prometheus' own parser and query engine as a program of ours: checks alerting rules and tells when they fire. */
export const alertRules: GoTool = {
  name: "berth-alert-rules",
  version,
  moduleDirectory,
  package: ".",
  linkerFlags: ["-s", "-w"],
  versionArguments: ["version"],
  accepts: (found) => compareVersions(found, version) === 0,
  estimate: "takes about 2 minutes on 1 core, once",
  alternative: `put berth-alert-rules ${formatVersion(version)}, built elsewhere from toolchain/alert-rules, on the PATH`,
};

export interface AlertRulesRequest {
  /** Rule groups as a rule file of Prometheus has them, as YAML or JSON. */
  readonly rules: string;
  /** Expressions that belong to no rule, only to be parsed. Default: none. */
  readonly expressions?: readonly string[];
  readonly scenarios: readonly {
    /** In the notation of `promtool test rules`, with a value each minute: `up{job="a"} 1x60`. */
    readonly series: readonly string[];
    /** How long to watch. */
    readonly minutes: number;
  }[];
}

const answerSchema = z.object({
  /** What Prometheus refuses. */
  errors: z.array(z.string()),
  /** By scenario: from which minute to which one an alert fires, both included. */
  firing: z.array(z.array(z.object({ alert: z.string(), from: z.number(), to: z.number() }))),
});

export type AlertRulesAnswer = z.output<typeof answerSchema>;

/**
 * Checks rules and evaluates them on series.
 *
 * @throws UserError when the program has to be built and cannot be; Error when the series cannot be read.
 */
export async function checkAlertRules(
  request: AlertRulesRequest,
  environment: Environment,
  stream?: ProgressStream,
): Promise<AlertRulesAnswer> {
  const { path } = await ensureTool(alertRules, environment, stream);
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(path, [], { timeout: 120_000 }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(new Error(`${alertRules.name} failed: ${stderr.trim()}`, { cause: error }));
      }
    });
    child.stdin?.end(JSON.stringify({ expressions: [], ...request }));
  });
  return answerSchema.parse(JSON.parse(output));
}
