import { type BurstStack, openBurstStack } from "./testing/burst-stack";
import { operationLimit } from "./testing/isolated";

/** The homelab that rents nodes. Without bursts: homelab.test.ts. Its whole life: burst.cluster.test.ts. */
let stack: BurstStack;

beforeAll(async () => {
  stack = await openBurstStack();
}, 600_000);

afterAll(() => {
  stack.close();
});

it(
  "previews with every policy and no finding",
  async () => {
    const { outcome, violations, diagnostics, counts } = await stack.engine.preview();
    expect({ outcome, violations, diagnostics }).toEqual({ outcome: "fine", violations: [], diagnostics: [] });
    expect(counts.create).toBeGreaterThan(150);
  },
  operationLimit,
);
