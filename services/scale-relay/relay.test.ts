import type { Server } from "node:http";
import { githubOf } from "./github";
import { jsonLog } from "./log";
import { Metrics } from "./metrics";
import { Relay } from "./relay";
import { relayServer } from "./server";
import type { Settings } from "./settings";
import { LoopbackGitHub } from "./testing/loopback-github";
import { alert, lowAlert, notification } from "./testing/notifications";

const begin = Date.parse("2026-01-08T10:10:00Z");
const sharedSecret = "correct-horse-battery";
const githubToken = "ghs_0123456789abcdef";
let now: number;
let github: LoopbackGitHub;
let apiUrl: string;
let server: Server;
let url: string;
let lines: string[];
let waits: number[];
let metrics: Metrics;
let ready: boolean;

beforeEach(async () => {
  now = begin;
  lines = [];
  waits = [];
  ready = true;
  github = new LoopbackGitHub(() => now);
  apiUrl = await github.listen();
  await start();
});

afterEach(async () => {
  await stop();
  await github.close();
});

async function start(change: Partial<Settings> = {}): Promise<void> {
  const settings: Settings = {
    port: 0,
    repository: "acme/mesh",
    workflow: "scale.yml",
    apiUrl,
    stack: "mesh",
    minNodes: 3,
    maxNodes: 6,
    coolDownSeconds: { scale_up: 1800, scale_down: 7200 },
    dryRun: false,
    requestTimeoutMilliseconds: 200,
    sharedSecret,
    githubToken,
    ...change,
  };
  metrics = new Metrics();
  const log = jsonLog(
    (line) => lines.push(line),
    () => new Date(now),
  );
  const api = githubOf(settings, metrics, async (milliseconds) => {
    waits.push(milliseconds);
    return Promise.resolve();
  });
  const relay = new Relay({ settings, github: api, metrics, log, now: () => now });
  server = relayServer({ settings, relay, metrics, log, isReady: () => ready });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

async function stop(): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** The relay as it is after its pod was replaced. */
async function restart(change: Partial<Settings> = {}): Promise<void> {
  await stop();
  await start(change);
}

async function post(body: object | string = notification(), authorization = `Bearer ${sharedSecret}`): Promise<readonly [number, string]> {
  const response = await fetch(`${url}/alerts`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return [response.status, typeof answer === "object" && answer !== null && "outcome" in answer ? String(answer.outcome) : ""];
}

it("starts a run for an alert, with what was measured", async () => {
  expect(await post()).toEqual([202, "dispatched"]);
  expect(github.dispatched).toEqual([
    { event_type: "scale_up", client_payload: { reason: "ClusterCapacityHigh", memory_percent: 86.4, cpu_percent: 41, nodes: 3 } },
  ]);
  const dispatch = github.received.find(({ method }) => method === "POST");
  expect(dispatch?.path).toBe("/repos/acme/mesh/dispatches");
  expect(dispatch?.headers).toMatchObject({
    authorization: `Bearer ${githubToken}`,
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
    "user-agent": "berth-scale-relay",
  });
});

it("prefers more nodes to fewer, takes the fullest figures and names every alert once", async () => {
  const cpu = alert({ alertname: "ClusterCPUHigh" }, { fingerprint: "b", annotations: { cpu_percent: "93.1" } });
  await post(notification(lowAlert, alert(), cpu));
  expect(github.dispatched).toEqual([
    {
      event_type: "scale_up",
      client_payload: { reason: "ClusterCPUHigh, ClusterCapacityHigh", memory_percent: 86.4, cpu_percent: 93.1, nodes: 3 },
    },
  ]);
});

it("starts a run for fewer nodes", async () => {
  expect(await post(notification(lowAlert))).toEqual([202, "dispatched"]);
  expect(github.dispatched).toEqual([
    { event_type: "scale_down", client_payload: { reason: "ClusterCapacityLow", memory_percent: 21.5, cpu_percent: 9, nodes: 5 } },
  ]);
});

it("leaves out a figure that a template could not compute", async () => {
  await post(notification(alert({}, { annotations: { memory_percent: "<error expanding template>", nodes: "" } })));
  expect(github.dispatched).toEqual([{ event_type: "scale_up", client_payload: { reason: "ClusterCapacityHigh", cpu_percent: 41 } }]);
});

it.each<[string, object]>([
  ["a resolved alert", notification(alert({}, { status: "resolved" }))],
  ["an alert of another stack", notification(alert({ stack: "other" }))],
  ["an alert that asks for something else", notification(alert({ action: "reboot" }))],
  ["no alert", { ...notification(), alerts: [] }],
])("starts nothing for %s", async (_, body) => {
  expect(await post(body)).toEqual([200, "nothing-asked"]);
  expect(github.received).toEqual([]);
});

it.each<[string, string, number, string]>([
  ["most", "6", 200, "scale_up"],
  ["fewest", "3", 200, "scale_down"],
])("starts nothing when there are the %s nodes already", async (_, nodes, status, action) => {
  expect(await post(notification(alert({ action }, { annotations: { nodes } })))).toEqual([status, "at-limit"]);
  expect(github.received).toEqual([]);
});

describe("who may ask", () => {
  it.each(["", "Bearer wrong", `Basic ${sharedSecret}`, `Bearer ${sharedSecret}x`, sharedSecret])("refuses %j", async (authorization) => {
    expect(await post(notification(), authorization)).toEqual([401, "unauthorized"]);
    expect(github.received).toEqual([]);
  });

  it("writes neither secret nor token anywhere, whatever happens", async () => {
    await post();
    await post(notification(), "Bearer guessed-secret");
    await post("not json");
    github.failNext("GET", { status: 401 });
    now += 1800_000;
    github.finishRuns();
    await post(notification(alert({}, { fingerprint: "other" })));
    const written = lines.join("") + metrics.render() + JSON.stringify(await (await fetch(`${url}/metrics`)).text());
    for (const word of [sharedSecret, githubToken, "guessed-secret", "Bearer"]) {
      expect(written).not.toContain(word);
    }
    expect(lines.length).toBeGreaterThan(3);
  });
});

describe("what is no notification", () => {
  it.each<[string, object | string]>([
    ["no JSON", "{"],
    ["another version", { ...notification(), version: "3" }],
    ["no alerts", { version: "4", groupKey: "", status: "firing" }],
    ["an alert without a fingerprint", notification(alert({}, { fingerprint: "" }))],
    ["more alerts than anyone has", notification(...Array.from({ length: 101 }, () => alert()))],
  ])("refuses %s", async (_, body) => {
    expect(await post(body)).toEqual([400, "invalid"]);
    expect(github.received).toEqual([]);
  });

  it("refuses what is too long", async () => {
    expect(await post("x".repeat(1024 * 1024 + 1))).toEqual([413, "invalid"]);
  });
});

describe("never twice", () => {
  it("starts one run for an alert that is sent again and again", async () => {
    expect(await post()).toEqual([202, "dispatched"]);
    now += 5 * 60_000;
    expect(await post()).toEqual([200, "repeated"]);
    expect(github.dispatched).toHaveLength(1);
  });

  it("starts none while one is in progress, whoever started it", async () => {
    github.addRun("in_progress", begin - 10 * 3600_000);
    expect(await post()).toEqual([200, "running"]);
    github.finishRuns();
    expect(await post()).toEqual([202, "dispatched"]);
  });

  it("starts none so soon after the last one, even after a restart", async () => {
    expect(await post()).toEqual([202, "dispatched"]);
    github.finishRuns();
    await restart();
    now += 1799_000;
    expect(await post()).toEqual([200, "cooling-down"]);
    now += 1000;
    // Still firing half an hour later: one more was not enough.
    expect(await post()).toEqual([202, "dispatched"]);
  });

  it("waits longer before there are to be fewer", async () => {
    github.addRun("completed", begin);
    now += 7199_000;
    expect(await post(notification(lowAlert))).toEqual([200, "cooling-down"]);
    now += 1000;
    expect(await post(notification(lowAlert))).toEqual([202, "dispatched"]);
  });

  it("does not rely on GitHub showing a new run at once", async () => {
    expect(await post()).toEqual([202, "dispatched"]);
    github.runs.length = 0;
    expect(await post(notification(alert({ alertname: "ClusterCPUHigh" }, { fingerprint: "b" })))).toEqual([200, "cooling-down"]);
  });

  it("takes notifications one after the other", async () => {
    const posts = Array.from({ length: 8 }, async (_, i) => post(notification(alert({}, { fingerprint: `f${i}` }))));
    const outcomes = (await Promise.all(posts)).map(([, outcome]) => outcome);
    expect(outcomes.filter((outcome) => outcome === "dispatched")).toHaveLength(1);
    expect(github.dispatched).toHaveLength(1);
  });
});

describe("when GitHub fails", () => {
  it("tries again, later each time, and succeeds", async () => {
    github.failNext("POST", { status: 502 }, { status: 503 });
    expect(await post()).toEqual([202, "dispatched"]);
    expect(waits).toEqual([1000, 2000]);
    expect(github.runs).toHaveLength(1);
  });

  it("waits as long as it is told to", async () => {
    github.failNext("POST", { status: 429, headers: { "retry-after": "5" } }, { status: 403, headers: { "retry-after": "600" } });
    expect(await post()).toEqual([202, "dispatched"]);
    expect(waits).toEqual([5000, 8000]);
  });

  it("does not start a second run when only the answer was lost", async () => {
    github.failNext("POST", "lost-answer");
    expect(await post()).toEqual([202, "dispatched"]);
    expect(github.dispatched).toHaveLength(1);
    expect(github.runs).toHaveLength(1);
  });

  it("starts it when the request was lost", async () => {
    github.failNext("POST", "silence");
    expect(await post()).toEqual([202, "dispatched"]);
    expect(github.runs).toHaveLength(1);
  });

  it("says 503 in the end, so that Alertmanager comes again, and then starts it", async () => {
    github.failNext("POST", ...Array.from({ length: 4 }, () => ({ status: 500 })));
    expect(await post()).toEqual([503, "failed"]);
    expect(waits).toEqual([1000, 2000, 4000]);
    expect(await post()).toEqual([202, "dispatched"]);
  });

  it("does not insist when it is refused, and starts nothing while it cannot ask", async () => {
    github.failNext("POST", { status: 401 });
    expect(await post()).toEqual([503, "failed"]);
    expect(waits).toEqual([]);
    github.failNext("GET", { body: "<html>" });
    expect(await post()).toEqual([503, "failed"]);
    github.failNext("GET", { body: '{"workflow_runs": 3}' });
    expect(await post()).toEqual([503, "failed"]);
    expect(github.dispatched).toHaveLength(1);
    expect(github.runs).toHaveLength(0);
  });
});

it("only says what it would do in a dry run", async () => {
  await restart({ dryRun: true });
  expect(await post()).toEqual([200, "dry-run"]);
  expect(github.dispatched).toEqual([]);
  expect(lines.at(-1)).toBe(
    `{"time":"2026-01-08T10:10:00.000Z","level":"info","event":"notification","outcome":"dry-run","because":"would start a run for scale_up","alerts":["ClusterCapacityHigh"]}\n`,
  );
});

describe("other endpoints", () => {
  it("tells its health, and that it stops", async () => {
    const status = async (path: string, method = "GET"): Promise<number> => (await fetch(`${url}${path}`, { method })).status;
    expect([await status("/healthz"), await status("/readyz")]).toEqual([200, 200]);
    ready = false;
    expect([await status("/healthz"), await status("/readyz")]).toEqual([200, 503]);
    expect([await status("/alerts"), await status("/metrics", "DELETE"), await status("/admin")]).toEqual([405, 405, 404]);
  });

  it("counts", async () => {
    await post();
    await post();
    await post(notification(), "");
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('scale_relay_notifications_total{outcome="dispatched"} 1\n');
    expect(text).toContain('scale_relay_notifications_total{outcome="repeated"} 1\n');
    expect(text).toContain('scale_relay_notifications_total{outcome="unauthorized"} 1\n');
    expect(text).toContain('scale_relay_dispatches_total{action="scale_up"} 1\n');
    expect(text).toContain('scale_relay_github_requests_total{status="204"} 1\n');
    expect(text).toContain(`scale_relay_last_dispatch_timestamp_seconds ${begin / 1000}\n`);
    for (const line of text.trim().split("\n")) {
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[\w-]+"\})? \d+)$/);
    }
  });
});
