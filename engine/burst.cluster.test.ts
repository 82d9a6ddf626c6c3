import { z } from "zod";
import { type BurstStack, openBurstStack } from "./testing/burst-stack";
import { operationLimit } from "./testing/isolated";

/** The homelab previewed as a federation, and with bursts on, off, on and destroyed, on the real engine, with every policy. The tests go in this order. */
let stack: BurstStack;

beforeAll(async () => {
  stack = await openBurstStack();
}, 600_000);

afterAll(() => {
  stack.close();
});

const stateSchema = z.object({
  deployment: z.object({ resources: z.array(z.object({ type: z.string(), urn: z.string() })).default([]) }),
});

/** What is AWS', or would be of no use without it, in the state as it would be exported. */
async function rented(): Promise<readonly string[]> {
  const { deployment } = stateSchema.parse(await stack.engine.state());
  return deployment.resources.flatMap(({ type, urn }) => (/aws|karpenter|berth:cloud/i.test(type) ? [urn] : []));
}

it(
  "previews as a federation, with no finding",
  async () => {
    stack.setMode("federation");
    const { outcome, violations, diagnostics } = await stack.engine.preview();
    expect({ outcome, violations, diagnostics }).toEqual({ outcome: "fine", violations: [], diagnostics: [] });
  },
  operationLimit,
);

it(
  "comes up with bursts, and has nothing to do the second time",
  async () => {
    stack.setMode("nodes");
    const { outcome, violations, diagnostics } = await stack.engine.up();
    expect({ outcome, violations, diagnostics }).toEqual({ outcome: "fine", violations: [], diagnostics: [] });
    expect((await rented()).length).toBeGreaterThan(30);
    expect((await stack.engine.up()).steps).toEqual([]);
  },
  2 * operationLimit,
);

it(
  "leaves nothing of AWS behind when they are switched off",
  async () => {
    stack.setMode("off");
    expect((await stack.engine.up()).outcome).toBe("fine");
    expect(await rented()).toEqual([]);
  },
  operationLimit,
);

it(
  "leaves nothing behind when the stack is destroyed while they are on",
  async () => {
    stack.setMode("nodes");
    expect((await stack.engine.up()).outcome).toBe("fine");
    expect(await rented()).not.toEqual([]);
    expect((await stack.engine.destroy()).outcome).toBe("fine");
    expect(await stack.engine.state()).not.toHaveProperty("deployment.resources");
  },
  2 * operationLimit,
);
