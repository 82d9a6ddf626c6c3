import { readFileSync } from "node:fs";
import { githubOf } from "./github";
import { jsonLog } from "./log";
import { Metrics } from "./metrics";
import { Relay } from "./relay";
import { relayServer } from "./server";
import { readSettings } from "./settings";

/** How long requests in progress may take when the relay is stopped. Kubernetes kills it after 30 s. */
const stopWithinMilliseconds = 25_000;

function start(): void {
  const log = jsonLog((line) => process.stdout.write(line));
  const settings = readSettings(process.env, (path) => readFileSync(path, "utf8"));
  const metrics = new Metrics();
  const wait = async (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    });
  const github = githubOf(settings, metrics, wait);
  const relay = new Relay({ settings, github, metrics, log, now: Date.now });
  let ready = true;
  const server = relayServer({ settings, relay, metrics, log, isReady: () => ready });
  server.listen(settings.port, () => {
    const address = server.address();
    const { repository, workflow, stack, minNodes, maxNodes, dryRun } = settings;
    const port = typeof address === "object" && address !== null ? address.port : settings.port;
    log.info("listening", { port, repository, workflow, stack, minNodes, maxNodes, dryRun });
  });
  const stop = (signal: string): void => {
    if (!ready) {
      return;
    }
    ready = false;
    log.info("stopping", { signal });
    server.close(() => {
      log.info("stopped");
      process.exit(0);
    });
    server.closeIdleConnections();
    setTimeout(() => {
      log.error("stopped before every request was answered");
      process.exit(1);
    }, stopWithinMilliseconds).unref();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

try {
  start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
