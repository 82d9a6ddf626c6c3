import type { BackupRow } from "../../infra/backups/schema";

/**
 * Seed 004, "Backup Strategy": seven volumes to Restic through VolSync, each kept for seven days. That each application
 * has one claim, named after it, is assumed.
 */
export const backups: readonly BackupRow[] = [
  { ...volumeOf("vaultwarden"), everyHours: 6 },
  volumeOf("homeassistant"),
  volumeOf("paperless"),
  volumeOf("zigbee2mqtt"),
  volumeOf("mosquitto"),
  volumeOf("grocy"),
  volumeOf("babybuddy"),
];

function volumeOf(application: string): BackupRow {
  return { namespace: application, name: application, claim: application, everyHours: 24, retainDays: 7 };
}
