import { describeEnd, exemptionOf, exemptionState } from "./exemption";

const today = "2026-06-01";

it.each([
  ["2026-05-31", "expired", "expired on 2026-05-31"],
  ["2026-06-01", "ends-soon", "until 2026-06-01, today"],
  ["2026-06-02", "ends-soon", "until 2026-06-02, tomorrow"],
  ["2026-07-01", "ends-soon", "until 2026-07-01, in 30 days"],
  ["2026-07-02", "active", "until 2026-07-02"],
])("until %s: %s", (until, state, end) => {
  expect([exemptionState({ until }, today), describeEnd({ until }, today)]).toEqual([state, end]);
});

it("of several that fit, the one that holds longest counts; * stands for any text but a slash", () => {
  const exemption = (subject: string, until: string) => ({ subject, reason: "accepted for this test", until });
  const all = [exemption("home/*", "2026-01-01"), exemption("*/dash*", "2027-01-01"), exemption("media/*", "2028-01-01")];
  expect(exemptionOf("home/dashboard", all)?.until).toBe("2027-01-01");
  expect(exemptionOf("home/other", all)?.until).toBe("2026-01-01");
  expect(exemptionOf("lab/other", all)).toBeUndefined();
  expect(exemptionOf("a/b", [exemption("a*b", "2027-01-01")])).toBeUndefined();
});
