import type { BurstCapacity } from "../../infra/burst/burst-document";
import { burstSentences } from "./burst-capacity";

const burst: BurstCapacity = {
  pool: "burst",
  region: "eu-central-1",
  capacityTypes: ["spot"],
  limits: { cpu: "8", memory: "32Gi", gpus: 2 },
  price: { currency: "USD", asOf: "2026-01-19", source: "a price list" },
  instanceTypes: [{ name: "g4dn.xlarge", onDemandPerHour: 0.5, spotPerHour: 0.2 }],
  coldStart: { minutes: 6, note: "an estimate" },
  workloads: [{ id: "media/llm", when: "always" }],
  loads: [],
  month: { ceiling: 20, atMost: 92, withoutCeiling: 1488 },
  local: { name: "a machine with a card", idlePerMonth: 74.4, breakEvenHours: 372, note: "measured" },
};

describe("what bursts cost, in words", () => {
  it("is the ceiling and what may pass it, and as many hours as a machine of one's own is worth", () => {
    const [, month, local] = burstSentences(burst);
    expect(month).toBe(
      "A month costs at most 92.00 USD: a ceiling of 20.00 USD, and what may be bought before it is noticed; 1488.00 USD without a ceiling. Prices of 2026-01-19 (a price list).",
    );
    expect(local).toContain("costs 74.40 USD a month with nothing to do, as much as 372 rented hours on the spot market (measured).");
  });

  it("names the remote cluster, which costs something with nothing rented", () => {
    const month = { ceiling: 20, atMost: 162.96, withoutCeiling: 1523.48, server: 35.48 };
    const [, costs, local] = burstSentences({ ...burst, month, local: { ...burst.local, breakEvenHours: 194 } });
    expect(costs).toContain(
      "35.48 USD of it is the remote cluster, which costs that with nothing rented too; the budget has as much on top of the ceiling. Prices of",
    );
    expect(local).toContain("as much as the remote cluster and 194 rented hours on the spot market");
    const [, , thrifty] = burstSentences({ ...burst, month, local: { ...burst.local, idlePerMonth: 7.44, breakEvenHours: 0 } });
    expect(thrifty).toContain("costs 7.44 USD a month with nothing to do, less than the remote cluster alone (measured).");
  });
});
