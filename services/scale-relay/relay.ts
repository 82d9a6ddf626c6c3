import { type GitHub, GitHubError } from "./github";
import type { Log } from "./log";
import type { Metrics, Outcome } from "./metrics";
import { type Action, type Demand, demandOf, type Notification } from "./notification";
import type { Settings } from "./settings";

/** What becomes of a notification, and why. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly because: string;
}

export interface RelayParts {
  readonly settings: Pick<Settings, "stack" | "minNodes" | "maxNodes" | "coolDownSeconds" | "dryRun">;
  readonly github: GitHub;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Decides whether a notification starts a run of the workflow. What has to survive a restart is not kept here: whether a
 * run is in progress and when the last one began is asked of GitHub each time. What was passed on is remembered only
 * beside that: to answer repetitions without asking, and because a new run takes a while to be seen.
 */
export class Relay {
  readonly #parts: RelayParts;
  /** Until when an alert is not passed on again, by fingerprint, beginning and action. */
  readonly #passedOn = new Map<string, number>();
  /** When a run was started last, in milliseconds since 1970. */
  #lastDispatch = Number.NEGATIVE_INFINITY;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** One notification after the other: two at once would both find that nothing runs. */
  async receive(notification: Notification): Promise<Verdict> {
    const { metrics, log } = this.#parts;
    const mine = this.#turn.then(async () => this.#decide(notification));
    this.#turn = mine.catch(() => undefined);
    const verdict = await mine;
    metrics.countNotification(verdict.outcome);
    const alerts = notification.alerts.map(({ labels }) => labels.alertname);
    log[verdict.outcome === "failed" ? "error" : "info"]("notification", { ...verdict, alerts });
    return verdict;
  }

  async #decide(notification: Notification): Promise<Verdict> {
    const { settings, github, metrics, now } = this.#parts;
    const demand = demandOf(notification, settings.stack);
    if (demand === undefined) {
      return { outcome: "nothing-asked", because: `no firing alert of stack ${settings.stack} asks for anything` };
    }
    const { action } = demand;
    const keys = demand.alerts.map(({ fingerprint, startsAt }) => `${action} ${fingerprint} ${startsAt}`);
    this.#forget();
    if (keys.every((key) => this.#passedOn.has(key))) {
      return { outcome: "repeated", because: "a run was started for it already" };
    }
    const limit = limitOf(demand, settings);
    if (limit !== undefined) {
      return { outcome: "at-limit", because: limit };
    }
    try {
      const wait = await this.#whatToWaitFor(action);
      if (wait !== undefined) {
        return wait;
      }
      if (!settings.dryRun) {
        await github.dispatch(action, payloadOf(demand));
        this.#lastDispatch = now();
        metrics.countDispatch(action, now());
      }
    } catch (error) {
      if (!(error instanceof GitHubError)) {
        throw error;
      }
      return { outcome: "failed", because: error.message };
    }
    for (const key of keys) {
      this.#passedOn.set(key, now() + settings.coolDownSeconds[action] * 1000);
    }
    return settings.dryRun
      ? { outcome: "dry-run", because: `would start a run for ${action}` }
      : { outcome: "dispatched", because: `a run for ${action} was started` };
  }

  /** A run in progress, or one that began lately; undefined when there is none. */
  async #whatToWaitFor(action: Action): Promise<Verdict | undefined> {
    const { settings, github, now } = this.#parts;
    const runs = await github.latestRuns();
    const running = runs.find(({ inProgress }) => inProgress);
    if (running !== undefined) {
      return { outcome: "running", because: `run ${running.id} is in progress` };
    }
    const last = Math.max(this.#lastDispatch, ...runs.map(({ createdAt }) => createdAt));
    const coolDown = settings.coolDownSeconds[action];
    const rest = coolDown - Math.floor((now() - last) / 1000);
    return rest > 0 && Number.isFinite(last)
      ? { outcome: "cooling-down", because: `a run began less than ${coolDown} s ago, ${rest} s are left` }
      : undefined;
  }

  #forget(): void {
    const { now } = this.#parts;
    for (const [key, until] of this.#passedOn) {
      if (until <= now()) {
        this.#passedOn.delete(key);
      }
    }
  }
}

function limitOf({ action, nodes }: Demand, { minNodes, maxNodes }: RelayParts["settings"]): string | undefined {
  if (nodes === undefined) {
    return undefined;
  }
  if (action === "scale_up" && nodes >= maxNodes) {
    return `there are ${nodes} nodes, and ${maxNodes} are the most`;
  }
  return action === "scale_down" && nodes <= minNodes ? `there are ${nodes} nodes, and ${minNodes} are the fewest` : undefined;
}

/** At most ten values: GitHub takes no more. */
function payloadOf({ alerts, memoryPercent, cpuPercent, nodes }: Demand): Readonly<Record<string, string | number>> {
  const names = [...new Set(alerts.map(({ labels }) => labels.alertname))].sort();
  return {
    reason: names.join(", ").slice(0, 200),
    ...(memoryPercent === undefined ? {} : { memory_percent: memoryPercent }),
    ...(cpuPercent === undefined ? {} : { cpu_percent: cpuPercent }),
    ...(nodes === undefined ? {} : { nodes }),
  };
}
