import { z } from "zod";
import type { Metrics } from "./metrics";
import type { Action } from "./notification";
import type { Settings } from "./settings";

/** A run of the workflow. */
export interface Run {
  readonly id: number;
  readonly createdAt: number;
  /** Not completed, whatever it waits for. */
  readonly inProgress: boolean;
}

export interface GitHub {
  /** The latest runs, newest first. @throws GitHubError */
  readonly latestRuns: () => Promise<readonly Run[]>;
  /** Starts a run. @throws GitHubError */
  readonly dispatch: (action: Action, payload: Readonly<Record<string, string | number>>) => Promise<void>;
}

/** GitHub could not be asked, or refuses. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
}

const runsSchema = z.object({
  workflow_runs: z.array(
    z.object({
      id: z.number(),
      status: z.string().nullable(),
      created_at: z.iso.datetime({ offset: true }),
    }),
  ),
});

/** How often a request is tried in all. Alertmanager comes again when none of them succeeds. */
const maxAttempts = 4;
const longestWaitMilliseconds = 8000;

/**
 * GitHub's REST API as far as it is needed.
 *
 * @see https://docs.github.com/en/rest/repos/repos#create-a-repository-dispatch-event
 * @see https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow
 */
export function githubOf(
  settings: Pick<Settings, "apiUrl" | "repository" | "workflow" | "githubToken" | "requestTimeoutMilliseconds">,
  metrics: Metrics,
  wait: (milliseconds: number) => Promise<void>,
): GitHub {
  const { apiUrl, repository, workflow, githubToken, requestTimeoutMilliseconds } = settings;
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${githubToken}`,
    "user-agent": "berth-scale-relay",
    "x-github-api-version": "2022-11-28",
  };

  const attempt = async (method: "GET" | "POST", path: string, body: string | undefined): Promise<Response | undefined> => {
    try {
      const signal = AbortSignal.timeout(requestTimeoutMilliseconds);
      const answer = await fetch(`${apiUrl}/repos/${repository}${path}`, {
        method,
        headers,
        signal,
        ...(body === undefined ? {} : { body }),
      });
      metrics.countRequest(answer.status);
      return answer;
    } catch {
      metrics.countRequest("lost");
      return undefined;
    }
  };

  /** @param isDone Asked before it is tried again after an answer that may have been lost. */
  const request = async (
    method: "GET" | "POST",
    path: string,
    { body, isDone }: { readonly body?: string; readonly isDone?: () => Promise<boolean> } = {},
  ): Promise<Response | undefined> => {
    for (let attempts = 1; ; attempts++) {
      const answer = await attempt(method, path, body);
      if (answer?.ok === true) {
        return answer;
      }
      const what = answer === undefined ? "did not answer in time" : `answered ${answer.status}`;
      const limited = answer !== undefined && isRateLimit(answer);
      const mayPass = answer === undefined || answer.status >= 500 || limited;
      await answer?.body?.cancel();
      if (!mayPass || attempts === maxAttempts) {
        throw new GitHubError(`GitHub ${what} to ${method} ${path} (${attempts} ${attempts === 1 ? "attempt" : "attempts"})`);
      }
      await wait(waitBefore(attempts, answer?.headers.get("retry-after") ?? null));
      // The request may have been carried out, and its answer lost.
      if (!limited && (await isDone?.()) === true) {
        return undefined;
      }
    }
  };

  const latestRuns = async (): Promise<readonly Run[]> => {
    const answer = await request("GET", `/actions/workflows/${workflow}/runs?per_page=20`);
    const parsed = runsSchema.safeParse(await answer?.json().catch(() => undefined));
    if (!parsed.success) {
      throw new GitHubError("GitHub's list of runs is none");
    }
    return parsed.data.workflow_runs
      .map(({ id, status, created_at }) => ({ id, createdAt: Date.parse(created_at), inProgress: status !== "completed" }))
      .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  };

  return {
    latestRuns,
    dispatch: async (action, payload) => {
      const known = new Set((await latestRuns()).map(({ id }) => id));
      await request("POST", "/dispatches", {
        body: JSON.stringify({ event_type: action, client_payload: payload }),
        isDone: async () => (await latestRuns()).some(({ id }) => !known.has(id)),
      });
    },
  };
}

/** GitHub answers 429, or 403 with one of these headers. */
function isRateLimit({ status, headers }: Response): boolean {
  return status === 429 || (status === 403 && (headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0"));
}

/** 1, 2, 4 s, or what GitHub asks for, within bounds: Alertmanager holds the line meanwhile. */
function waitBefore(attempts: number, retryAfter: string | null): number {
  const asked = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : 0;
  return Math.min(longestWaitMilliseconds, Math.max(asked, 2 ** (attempts - 1) * 1000));
}
