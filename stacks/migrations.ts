import type { MigrationTable } from "../infra/migration/migration";
import { migration as portkey } from "./portkey/migration";

/** How stacks whose machines run another cluster are brought in. */
export const migrations: Readonly<Record<string, MigrationTable>> = { portkey };
