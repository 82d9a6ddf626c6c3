/** `npm run record-states`: what each stack's state is like when it has come up, kept for the releases to come. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { projectDirectory } from "../testing/isolated";
import { openRecordedStack, recordedStacks } from "./recorded-stack";
import { writeRecordedState } from "./recorded-state";

async function record(): Promise<void> {
  const { version: release } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(projectDirectory, "package.json"), "utf8")));
  for (const stack of recordedStacks) {
    const engine = await openRecordedStack(stack);
    try {
      const { outcome } = await engine.up();
      if (outcome !== "fine") {
        throw new Error(`${stack} did not come up: ${outcome}`);
      }
      writeRecordedState({ release, stack }, await engine.state());
      process.stderr.write(`${stack} of ${release}\n`);
    } finally {
      engine.close();
    }
  }
}

record().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 2;
});
