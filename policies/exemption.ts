import { z } from "zod";
import { type CalendarDate, daysBetween, daysLater, isCalendarDate } from "./calendar-date";
import { type Finding } from "../infra/diagnostics/finding";

const exemptionSchema = z.strictObject({
  subject: z
    .string()
    .regex(/^[^\s/]+\/[^\s/]+$/, "must be namespace/name; either may be or contain *")
    .describe("namespace/name of what is exempt; * stands for any text."),
  reason: z
    .string()
    .trim()
    .min(10, "must say why, in at least ten characters")
    .describe("Why the finding is accepted. It is printed with every report."),
  until: z
    .string({ error: ({ input }) => (input === undefined ? "is missing: an exemption ends" : undefined) })
    .regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date as 2027-02-19")
    .refine(isCalendarDate, "is a day that does not exist")
    .describe("The last day on which it is accepted, as 2027-02-19. From the next day on the finding counts again."),
});

/** A finding that is accepted for a while. */
export type Exemption = Readonly<z.output<typeof exemptionSchema>>;

/** The field `exemptions` of every rule's configuration. */
export const exemptionsField = z
  .array(exemptionSchema)
  .default([])
  .describe("Findings that are accepted until a date: listed in every report, but they fail nothing.");

/** How long before its end an exemption is announced to end. */
const noticeDays = 30;

/** Where an exemption stands: it holds, it holds for at most another thirty days, or it no longer holds. */
export type ExemptionState = "active" | "ends-soon" | "expired";

export function exemptionState({ until }: Pick<Exemption, "until">, today: CalendarDate): ExemptionState {
  const days = daysBetween(today, until);
  return days < 0 ? "expired" : days <= noticeDays ? "ends-soon" : "active";
}

/** The exemption of a subject that holds longest, whether or not it still does. */
export function exemptionOf(id: string, exemptions: readonly Exemption[]): Exemption | undefined {
  return exemptions
    .filter(({ subject }) => matchesPattern(subject, id))
    .reduce<Exemption | undefined>((best, candidate) => (best === undefined || candidate.until > best.until ? candidate : best), undefined);
}

/** `until 2027-02-19`, with the days that are left where they are few; `expired on 2026-11-01`. */
export function describeEnd(exemption: Pick<Exemption, "until">, today: CalendarDate): string {
  const { until } = exemption;
  const days = daysBetween(today, until);
  switch (exemptionState(exemption, today)) {
    case "active":
      return `until ${until}`;
    case "ends-soon":
      return `until ${until}, ${days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`}`;
    case "expired":
      return `expired on ${until}`;
  }
}

/** What to do about a mistake in an exemption, by the last part of its path. */
export function exemptionFix(field: unknown, today: CalendarDate): Pick<Finding, "fix"> {
  switch (field) {
    case "until":
      return { fix: `set until to the last day on which it holds, such as ${daysLater(today, 90)}` };
    case "reason":
      return { fix: "set reason to why the finding is accepted" };
    default:
      return {};
  }
}

/** Whether `namespace/name` fits a pattern in which `*` stands for any text without a slash. */
function matchesPattern(pattern: string, id: string): boolean {
  const expression = pattern
    .split("*")
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^/]*");
  return new RegExp(`^${expression}$`).test(id);
}
