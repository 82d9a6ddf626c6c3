import type { RunningProgram } from "../control-plane/control-plane";
import { waitUntil } from "../control-plane/wait-until";

const timeoutMilliseconds = 60_000;

/** Waits until a program answers 200 at an address of the loopback interface, or fails. */
export async function waitHealthy(program: RunningProgram, url: string): Promise<void> {
  await waitUntil(
    async () => {
      const answer = await fetch(url).catch(() => undefined);
      await answer?.body?.cancel();
      return answer?.ok === true ? true : undefined;
    },
    {
      timeoutMilliseconds,
      failed: program.failed,
      explain: () => `${program.name} is not healthy after ${timeoutMilliseconds / 1000} s; its log is ${program.logPath}`,
    },
  );
}
