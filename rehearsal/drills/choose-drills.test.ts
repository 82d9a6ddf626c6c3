import { UserError } from "../../infra/diagnostics/user-error";
import { drills } from ".";
import { chooseDrills } from "./choose-drills";

const namesOf = (...args: Parameters<typeof chooseDrills>): readonly string[] => chooseDrills(...args).map(({ name }) => name);
const all = drills.map(({ name }) => name);

it("is everything that does not take long, and what does where that is asked for", () => {
  const long = drills.filter(({ thorough }) => thorough === true).map(({ name }) => name);
  expect(long).toEqual(["scaled-by-keda", "placed-by-kyverno", "tiers-by-kyverno", "burst-to-a-node"]);
  expect(namesOf()).toEqual(all.filter((name) => !long.includes(name)));
  expect(namesOf({ thorough: true })).toEqual(all);
});

it.each([
  [["each-node-failed"], ["scheduled-as-planned", "each-node-failed"]],
  [
    ["each-node-failed", "scaled-by-keda", "each-node-failed"],
    ["scheduled-as-planned", "scaled-by-keda", "each-node-failed"],
  ],
  [["scheduled-as-planned"], ["scheduled-as-planned"]],
])("for %j first asks whether all is as planned, and then runs each once, in their order", (names, chosen) => {
  expect(namesOf({ names })).toEqual(chosen);
});

it("names every drill that does not exist, with the one that was meant", () => {
  let thrown: unknown;
  try {
    chooseDrills({ names: ["each-node-faild", "rolling-updates", "everything"] });
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(UserError);
  expect(thrown instanceof UserError ? thrown.findings : []).toEqual([
    { path: "--drill", value: "each-node-faild", message: "is no drill", fix: 'did you mean "each-node-failed"?' },
    { path: "--drill", value: "everything", message: "is no drill", fix: all.join(", ") },
  ]);
});
