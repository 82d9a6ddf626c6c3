import { parseRecommendations } from "../../infra/rightsizing/recommendation";
import { validConfig, withWorkload } from "../../infra/stack/testing/valid-stack";
import { renderRightSizing } from "./render";
import { type RightSizedStack, rightSizeStack } from "./right-size-stack";

const path = "stacks/valid/workloads.ts";
const row = { namespace: "home", name: "mosquitto", requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "64Mi" } };
const sources = [{ path, text: `export const workloads = [\n  ${JSON.stringify(row)},\n];\n` }];

/** The valid stack, with what its MQTT broker is found to use. */
function sizedAt(memory: string): RightSizedStack {
  const recommendation = { namespace: "home", name: "mosquitto", target: { cpu: "20m", memory }, upperBound: { cpu: "1", memory } };
  return rightSizeStack({
    definition: withWorkload("home/mosquitto", { requests: row.requests, limits: row.limits }),
    config: validConfig,
    sources,
    recommendations: parseRecommendations(JSON.stringify([recommendation]), "sizes.json"),
    now: 0,
  });
}

it("says how the stack plans before and after, and what the tables would say", () => {
  const { before, after, files } = sizedAt("300Mi");
  expect(before).toMatchObject({ unplacedPods: 0 });
  expect(after).toMatchObject({ unplacedPods: 0 });
  const memory = (verdict: typeof after): number => ("requestedMemoryMiB" in verdict ? verdict.requestedMemoryMiB : 0);
  expect(memory(after) - memory(before)).toBe(304 - 64);
  expect(files.map((file) => file.after)).toEqual([
    sources[0]?.text
      .replace('"requests":{"cpu":"20m","memory":"64Mi"}', '"requests":{"cpu":"20m","memory":"304Mi"}')
      .replace('"limits":{"memory":"64Mi"}', '"limits":{"memory":"400Mi"}'),
  ]);
});

it("says so when what is proposed finds no node", () => {
  const { after } = sizedAt("90Gi");
  expect(after).toMatchObject({ status: "infeasible", unplacedPods: 1 });
});

it("is read from above: what changes, why, the verdict, what is left to people, the diff", () => {
  const printed = renderRightSizing(sizedAt("300Mi"), false);
  const order = [
    "1 workload to resize",
    "requests.memory 64Mi → 304Mi",
    "×1.3 (volatile)",
    "plan before",
    "plan after",
    "has no VPA:",
    `--- a/${path}`,
    "--write does",
  ];
  const places = order.map((text) => printed.indexOf(text));
  expect(places).not.toContain(-1);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  expect(renderRightSizing(sizedAt("300Mi"), true)).toContain(`Written\n  ${path}`);
});
