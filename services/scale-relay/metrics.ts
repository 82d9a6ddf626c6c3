import type { Action } from "./notification";

/** What became of a notification. */
export const outcomes = [
  "dispatched",
  "dry-run",
  "unauthorized",
  "invalid",
  "nothing-asked",
  "repeated",
  "at-limit",
  "running",
  "cooling-down",
  "failed",
] as const;
export type Outcome = (typeof outcomes)[number];

/** Counts since the start, in the text format that Prometheus scrapes. */
export class Metrics {
  readonly #notifications = new Map<Outcome, number>(outcomes.map((outcome) => [outcome, 0]));
  readonly #dispatches = new Map<Action, number>([
    ["scale_up", 0],
    ["scale_down", 0],
  ]);
  readonly #requests = new Map<string, number>();
  #lastDispatchSeconds = 0;

  countNotification(outcome: Outcome): void {
    this.#notifications.set(outcome, (this.#notifications.get(outcome) ?? 0) + 1);
  }

  countDispatch(action: Action, atMilliseconds: number): void {
    this.#dispatches.set(action, (this.#dispatches.get(action) ?? 0) + 1);
    this.#lastDispatchSeconds = Math.floor(atMilliseconds / 1000);
  }

  /** @param result HTTP status, or `lost` for one that was not answered. */
  countRequest(result: number | "lost"): void {
    this.#requests.set(String(result), (this.#requests.get(String(result)) ?? 0) + 1);
  }

  render(): string {
    return [
      ...counter(
        "scale_relay_notifications_total",
        "Notifications of Alertmanager, by what became of them.",
        "outcome",
        this.#notifications,
      ),
      ...counter("scale_relay_dispatches_total", "Runs of the workflow that were started.", "action", this.#dispatches),
      ...counter("scale_relay_github_requests_total", "Requests to GitHub, by the status of the answer.", "status", this.#requests),
      "# HELP scale_relay_last_dispatch_timestamp_seconds When a run was started last; 0 when none was since the relay's start.",
      "# TYPE scale_relay_last_dispatch_timestamp_seconds gauge",
      `scale_relay_last_dispatch_timestamp_seconds ${this.#lastDispatchSeconds}`,
      "",
    ].join("\n");
  }
}

function counter(name: string, help: string, label: string, values: ReadonlyMap<string, number>): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...[...values].map(([key, value]) => `${name}{${label}="${key}"} ${value}`)];
}
