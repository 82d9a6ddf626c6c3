import { objectiveName } from "./objective-name";

const disruption = { name: "disruption", value: 88, bound: 88, gap: 0 };

test.each([
  [disruption, 25, "disruption (25 pods move)"],
  [disruption, 1, "disruption (1 pod moves)"],
  [disruption, undefined, "disruption"],
  [{ ...disruption, name: "watts" }, 25, "watts"],
])("%j with %s pods moved", (objective, podsMoved, name) => {
  expect(objectiveName(objective, podsMoved)).toBe(name);
});
