import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below those that the system gives to connections that go out, one of which could otherwise take a port between a kill and a restart. */
const firstPort = 20_000;
const lastPort = 29_999;
const mostAttempts = 1_000;

/**
 * Ports of the loopback interface on which nothing listens.
 *
 * @param taken Ports that others have chosen and may not listen on yet.
 */
export async function freePorts(count: number, taken: readonly number[]): Promise<readonly number[]> {
  const chosen = new Set<number>();
  for (let attempt = 0; chosen.size < count; attempt++) {
    if (attempt === mostAttempts) {
      throw new Error(`no ${count} free ports between ${firstPort} and ${lastPort} on 127.0.0.1`);
    }
    const port = randomInt(firstPort, lastPort + 1);
    if (!taken.includes(port) && (await isFree(port))) {
      chosen.add(port);
    }
  }
  return [...chosen];
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
