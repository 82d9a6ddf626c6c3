import { gapText } from "./gap-text";

test.each([
  [{ name: "disruption", value: 25, bound: 25, gap: 0 }, "optimal"],
  [{ name: "disruption", value: 25, bound: 24, gap: 0.04 }, "4.0 %"],
  [{ name: "watts", value: 100_000, bound: 99_990, gap: 0.0001 }, "optimal"],
  [{ name: "watts", value: 100_000, bound: 99_980, gap: 0.0002 }, "0.02 %"],
  [{ name: "balance", value: 100_000, bound: 98_800, gap: 0.012 }, "1.2 %"],
])("%j", (objective, text) => {
  expect(gapText(objective)).toBe(text);
});
