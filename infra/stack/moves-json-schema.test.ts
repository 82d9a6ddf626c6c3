import type { MovePlan, MoveStep } from "../placement/move-plan/move-document";
import { movesJsonSchema } from "./json-schema";
import { movePlanSchema } from "./moves-json-schema";

const step: MoveStep = {
  step: 1,
  action: "move",
  namespace: "media",
  name: "sonarr",
  tier: 4,
  pods: 1,
  atOnce: 1,
  from: "a",
  to: "b",
  why: "b has room",
  commands: [],
};
const moves: MovePlan = { version: 1, stack: "valid", steps: [step], blocked: [] };

test("steps are accepted, with and without what may be absent", () => {
  expect(movePlanSchema.parse(moves)).toEqual(moves);
  const whole = { ...step, after: 1, outage: { pods: 1, because: "it has one pod" }, note: "wait" };
  expect(movePlanSchema.safeParse({ ...moves, assumptions: ["at night"], steps: [whole] }).success).toBe(true);
});

test.each([
  ["another version", { ...moves, version: 2 }],
  ["an action that is none", { ...moves, steps: [{ ...step, action: "drain" }] }],
  ["a step of no pods", { ...moves, steps: [{ ...step, pods: 0 }] }],
  ["a field of its own", { ...moves, steps: [{ ...step, at: "noon" }] }],
])("refuses %s", (_, document) => {
  expect(movePlanSchema.safeParse(document).success).toBe(false);
});

test("is published as JSON Schema with all but the assumptions required", () => {
  const schema = movesJsonSchema();
  expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
  expect(schema.required).toEqual(["version", "stack", "steps", "blocked"]);
  expect(JSON.stringify(schema)).not.toContain("readOnly");
});
