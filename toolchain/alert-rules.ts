import { z } from "zod";
import { askProgram, ownProgram } from "./own-program";
import type { ProgressStream } from "./progress";
import type { Environment } from "./tool";

/** Prometheus' own parser and query engine as a program of ours: checks alerting rules and tells when they fire. */
export const alertRules = ownProgram({
  name: "berth-alert-rules",
  folder: "alert-rules",
  library: "github.com/prometheus/prometheus",
  buildTime: { alone: 60 },
});

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
  /** By scenario: from which minute to which one an instance of an alert fires, both included. */
  firing: z.array(z.array(z.object({ alert: z.string(), labels: z.record(z.string(), z.string()), from: z.number(), to: z.number() }))),
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
  return answerSchema.parse(await askProgram(alertRules, { expressions: [], ...request }, environment, stream, { timeout: 120_000 }));
}
