import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Deployment } from "@pulumi/pulumi/automation";
import { z } from "zod";

const folder = join(__dirname, "releases");

/** A state that a release of Berth has left, in a file `releases/<release>/<stack>.json.gz`. */
export interface RecordedState {
  readonly release: string;
  readonly stack: string;
}

const stateSchema = z.object({ version: z.number(), deployment: z.looseObject({ resources: z.array(z.looseObject({})) }) });

/** Every recorded state, oldest release first. */
export function recordedStates(): readonly RecordedState[] {
  return readdirSync(folder)
    .sort()
    .flatMap((release) =>
      readdirSync(join(folder, release))
        .sort()
        .map((file) => ({ release, stack: file.replace(/\.json\.gz$/, "") })),
    );
}

export function readRecordedState(state: RecordedState): Deployment {
  return stateSchema.parse(JSON.parse(gunzipSync(readFileSync(fileOf(state))).toString("utf8")));
}

/** Keeps of a state what the engine compares; no times, and nothing about who encrypted it. */
export function writeRecordedState(recorded: RecordedState, state: Deployment): void {
  const { version, deployment } = stateSchema.parse(state);
  const resources = deployment.resources.map((resource) =>
    Object.fromEntries(
      Object.entries(resource).filter(([field]) => !["created", "modified", "sourcePosition", "importID"].includes(field)),
    ),
  );
  const kept = { version, deployment: { resources } };
  mkdirSync(dirname(fileOf(recorded)), { recursive: true });
  writeFileSync(fileOf(recorded), gzipSync(JSON.stringify(kept), { level: 9 }));
}

function fileOf({ release, stack }: RecordedState): string {
  return join(folder, release, `${stack}.json.gz`);
}
