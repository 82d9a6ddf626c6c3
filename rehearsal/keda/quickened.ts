import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { referenceOf, type ScaledObject } from "./scaled-objects";

/** Whether now is inside the windows of an object's cron triggers. */
export type CronWindow = "open" | "closed";

/** Has KEDA look at an object every second, act at once, and see its windows of time as they are asked to be. */
export async function quickened(api: ClusterApi, object: ScaledObject, window: CronWindow): Promise<void> {
  const triggers = object.spec.triggers.map((trigger) =>
    trigger.type === "cron" ? { ...trigger, metadata: { ...trigger.metadata, ...cronWindow(window, new Date()) } } : trigger,
  );
  await api.patch(referenceOf(object), { spec: { pollingInterval: 1, cooldownPeriod: 1, triggers } });
}

const minutesPerDay = 24 * 60;

/** A window of two hours each day that now lies in the middle of, or that begins in an hour. */
export function cronWindow(window: CronWindow, now: Date): { readonly timezone: string; readonly start: string; readonly end: string } {
  const [from, to] = window === "open" ? [-60, 60] : [60, 180];
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  return { timezone: "Etc/UTC", start: daily(minute + from), end: daily(minute + to) };
}

function daily(minuteOfDay: number): string {
  const minute = (minuteOfDay + minutesPerDay) % minutesPerDay;
  return `${minute % 60} ${Math.floor(minute / 60)} * * *`;
}
