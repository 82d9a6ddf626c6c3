import { UserError } from "../infra/diagnostics/user-error";

/** A day as `2027-02-19`, in UTC. Two of them compare as text. */
export type CalendarDate = string;

const millisecondsPerDay = 86_400_000;

/** Whether a text is a day that exists. */
export function isCalendarDate(text: string): boolean {
  const milliseconds = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(milliseconds) && dateOf(milliseconds) === text;
}

/**
 * The day that it is: `BERTH_TODAY`, which shows what a later day will bring, or that of this machine's clock.
 *
 * @throws UserError when `BERTH_TODAY` is no date.
 */
export function currentDate(environment: Readonly<Record<string, string | undefined>> = process.env): CalendarDate {
  const { BERTH_TODAY: set = dateOf(Date.now()) } = environment;
  if (!isCalendarDate(set)) {
    throw new UserError("the day is wrong", [
      { path: "BERTH_TODAY", value: `"${set}"`, message: "is no date", fix: "set it to a day as 2027-02-19, or unset it" },
    ]);
  }
  return set;
}

/** The day so many days later. */
export function daysLater(date: CalendarDate, days: number): CalendarDate {
  return dateOf(Date.parse(`${date}T00:00:00Z`) + days * millisecondsPerDay);
}

/** Days from one day to another; negative when the other was before. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / millisecondsPerDay);
}

function dateOf(milliseconds: number): CalendarDate {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
