import { recordProgram } from "../testing/recorded-program";
import { PriorityClasses } from "./priority-classes";

describe("PriorityClasses", () => {
  it("makes one class for each tier, and none the default", async () => {
    const { ofType } = await recordProgram(() => new PriorityClasses("priorities"));
    const classes = ofType("kubernetes:scheduling.k8s.io/v1:PriorityClass");
    expect(
      classes.map(({ name, inputs }) => [name, inputs["metadata"], inputs["value"], inputs["globalDefault"], inputs["preemptionPolicy"]]),
    ).toEqual([
      ["priorities-0-core", { name: "0-core" }, 900_000, false, "PreemptLowerPriority"],
      ["priorities-1-cluster", { name: "1-cluster" }, 700_000, false, "PreemptLowerPriority"],
      ["priorities-2-gpu", { name: "2-gpu" }, 500_000, false, "PreemptLowerPriority"],
      ["priorities-3-edge", { name: "3-edge" }, 300_000, false, "PreemptLowerPriority"],
      ["priorities-4-aux", { name: "4-aux" }, 200_000, false, "PreemptLowerPriority"],
    ]);
    for (const each of classes) {
      expect(each).toMatchObject({ parent: "priorities", replaceOnChanges: ["value", "preemptionPolicy"], deleteBeforeReplace: true });
    }
  });
});
