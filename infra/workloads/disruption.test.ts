import fc from "fast-check";
import { allowedDisruptions } from "./disruption";
import type { DisruptionBudget } from "./schema";

describe("allowedDisruptions", () => {
  it.each<[DisruptionBudget, number, number]>([
    [{ minAvailable: 1 }, 1, 0],
    [{ minAvailable: 1 }, 3, 2],
    [{ minAvailable: 0 }, 3, 3],
    [{ minAvailable: 5 }, 3, 0],
    [{ minAvailable: "50%" }, 3, 1],
    [{ minAvailable: "67%" }, 3, 0],
    [{ minAvailable: "100%" }, 10, 0],
    [{ minAvailable: "0%" }, 3, 3],
    [{ maxUnavailable: 1 }, 1, 1],
    [{ maxUnavailable: 1 }, 5, 1],
    [{ maxUnavailable: 7 }, 5, 5],
    [{ maxUnavailable: 0 }, 5, 0],
    [{ maxUnavailable: "0%" }, 5, 0],
    [{ maxUnavailable: "1%" }, 5, 1],
    [{ maxUnavailable: "30%" }, 7, 3],
    [{ maxUnavailable: 1 }, 0, 0],
    [{ minAvailable: 1 }, 0, 0],
  ])("%j of %i pods lets %i go", (budget, replicas, expected) => {
    expect(allowedDisruptions(budget, replicas)).toBe(expected);
  });

  it("never lets more go than there are, nor fewer than none, nor fewer of more pods", () => {
    const countOrPercent = fc.oneof(
      fc.nat({ max: 50 }),
      fc.nat({ max: 100 }).map((share) => `${share}%`),
    );
    const budgets = fc.oneof(
      countOrPercent.map((minAvailable): DisruptionBudget => ({ minAvailable })),
      countOrPercent.map((maxUnavailable): DisruptionBudget => ({ maxUnavailable })),
    );
    fc.assert(
      fc.property(budgets, fc.nat({ max: 50 }), (budget, replicas) => {
        const allowed = allowedDisruptions(budget, replicas);
        expect(allowed).toBeGreaterThanOrEqual(0);
        expect(allowed).toBeLessThanOrEqual(replicas);
        expect(allowedDisruptions(budget, replicas + 1)).toBeGreaterThanOrEqual(allowed);
      }),
    );
  });
});
