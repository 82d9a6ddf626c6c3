import { comparisonRows, comparisonSentences } from "./comparison";
import { comparison } from "./testing/assumed-plan";

test("figures stand side by side", () => {
  expect(comparisonRows(comparison)).toEqual([
    { name: "watts", now: "63", then: "42" },
    { name: "pods moved", now: "25", then: "9" },
    { name: "pods without a node", now: "1", then: "3" },
  ]);
});

test("what loses or finds a node is named, and what is elsewhere counted", () => {
  expect(comparisonSentences(comparison)).toEqual([
    "2 workloads on other nodes than without the assumptions.",
    "Without a node only then: ai/llm, media/tdarr.",
    "With a node only then: core/dns.",
  ]);
  expect(comparisonSentences({ ...comparison, newlyPlaced: [], newlyUnplaced: [], elsewhere: 0 })).toEqual([
    "No workload on other nodes than without the assumptions.",
  ]);
});
