import { currentDate, daysBetween, daysLater, isCalendarDate } from "./calendar-date";

it.each([
  ["2027-02-19", true],
  ["2028-02-29", true],
  ["2027-02-29", false],
  ["2027-13-01", false],
  ["2027-2-19", false],
  ["tomorrow", false],
])("%s is a day: %s", (text, expected) => {
  expect(isCalendarDate(text)).toBe(expected);
});

it("counts days across months and years", () => {
  expect(daysLater("2026-12-02", 90)).toBe("2027-03-02");
  expect(daysBetween("2026-12-31", "2027-01-01")).toBe(1);
  expect(daysBetween("2027-01-01", "2026-12-31")).toBe(-1);
});

it("today is what BERTH_TODAY says, or the clock", () => {
  expect(currentDate({ BERTH_TODAY: "2027-03-01" })).toBe("2027-03-01");
  expect(isCalendarDate(currentDate({}))).toBe(true);
  expect(() => currentDate({ BERTH_TODAY: "soon" })).toThrow("set it to a day as 2027-02-19, or unset it");
});
