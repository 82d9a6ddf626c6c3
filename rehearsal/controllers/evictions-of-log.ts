/** A pod that the descheduler evicted, by its own log. */
export interface LoggedEviction {
  /** `namespace/name`. */
  readonly pod: string;
  /** The strategy that asked for it: `RemovePodsViolatingNodeTaints`. */
  readonly plugin: string;
  /** The node that it ran on. */
  readonly node: string;
  /** Empty where the strategy gave none. */
  readonly reason: string;
}

const evictedLine = /\] "Evicted pod" (.*)$/gm;

/**
 * What a run of the descheduler evicted, in its order.
 *
 * @param log at verbosity 1 or more.
 * @see https://github.com/kubernetes-sigs/descheduler/blob/v0.36.0/pkg/descheduler/evictions/evictions.go
 */
export function evictionsOfLog(log: string): readonly LoggedEviction[] {
  return [...log.matchAll(evictedLine)].map(([, fields = ""]): LoggedEviction => ({
    pod: fieldOf(fields, "pod"),
    plugin: fieldOf(fields, "strategy"),
    node: fieldOf(fields, "node"),
    reason: fieldOf(fields, "reason"),
  }));
}

function fieldOf(fields: string, name: string): string {
  return new RegExp(`(?:^| )${name}="([^"]*)"`).exec(fields)?.[1] ?? "";
}
