import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderScalingFigures } from "../../cli/report/scaling-figures";
import { fleetOfStack } from "../../infra/autoscaling/fleet-of-stack";
import { fleetCapacity } from "../../infra/capacity/fleet-capacity";
import { loadSolver } from "../../infra/placement/exact/solver";
import { stackConfigSchema } from "../../infra/stack/config";
import { definition } from "./definition";

const page = join(__dirname, "../../docs/stacks/contabo.md");
const begin = "<!-- figures: begin -->";
const end = "<!-- figures: end -->";

/** To write them anew: BERTH_WRITE_FIGURES=1 npx jest stacks/contabo/documented-figures */
test("the figures in the docs are those of the tables", async () => {
  const figures = renderScalingFigures(fleetCapacity(fleetOfStack(definition, stackConfigSchema.parse({})), await loadSolver()));
  const text = readFileSync(page, "utf8");
  const [before = "", rest = ""] = text.split(begin);
  const [, after = ""] = rest.split(end);
  const expected = `${before}${begin}\n\n${figures}\n\n${end}${after}`;
  if (process.env["BERTH_WRITE_FIGURES"] === "1") {
    writeFileSync(page, expected);
  }
  expect(readFileSync(page, "utf8")).toBe(expected);
});
