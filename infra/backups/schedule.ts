import { createHash } from "node:crypto";

/** Daily backups begin in these hours, when hardly anything else runs; times are the controller's, usually UTC. */
const nightHours = [1, 2, 3, 4];
const minutesApart = 5;
const slotsInHour = 60 / minutesApart;

/**
 * When each backup begins, as cron expressions by id. No two begin in the same five minutes of an hour while there is
 * room for that, so that they do not all ask the storage for snapshots at once. The times follow from the ids alone:
 * a new backup leaves the times of the others as they are, unless its own falls on one of them.
 */
export function backupSchedules(backups: readonly { readonly id: string; readonly everyHours: number }[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const schedules = new Map<string, string>();
  for (const { id, everyHours } of [...backups].sort((one, other) => (one.id < other.id ? -1 : 1))) {
    const slots = slotsOf(everyHours);
    const start = hashOf(id) % slots.length;
    const rotated = [...slots.slice(start), ...slots.slice(0, start)];
    const schedule = rotated.find((slot) => !taken.has(slot)) ?? rotated[0] ?? "";
    taken.add(schedule);
    schedules.set(id, schedule);
  }
  return schedules;
}

function slotsOf(everyHours: number): readonly string[] {
  const minutes = Array.from({ length: slotsInHour }, (_, slot) => slot * minutesApart);
  if (everyHours === 24) {
    return nightHours.flatMap((hour) => minutes.map((minute) => `${minute} ${hour} * * *`));
  }
  return minutes.map((minute) => `${minute} */${everyHours} * * *`);
}

function hashOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE();
}
