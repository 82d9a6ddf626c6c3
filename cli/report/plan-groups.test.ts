import { doubtGroups, placed, startsAndMoves, unplacedGroups } from "./plan-groups";
import { smallPlan } from "./testing/small-plan";

const [sonarr] = smallPlan.workloads;
const [llm] = smallPlan.unplaced;
if (sonarr === undefined || llm === undefined) {
  throw new Error("the small plan has workloads");
}

test("what runs nowhere yet starts; what runs, or runs nothing, stays; what moves or has no node is neither", () => {
  const fresh = { ...sonarr, moved: false, before: [], name: "fresh" };
  const idle = { ...fresh, replicas: 0, name: "idle" };
  const { starts, stays } = placed({ ...smallPlan, workloads: [...smallPlan.workloads, fresh, idle] });
  expect(starts.map(({ name }) => name)).toEqual(["fresh"]);
  expect(stays.map(({ name }) => name)).toEqual(["dns", "idle"]);
});

test("a summary says what starts and what moves", () => {
  const still = smallPlan.workloads.map((workload) => ({ ...workload, moved: false }));
  expect(startsAndMoves(smallPlan)).toBe("1 workload moves");
  expect(startsAndMoves({ ...smallPlan, workloads: still })).toBe("nothing moves");
  expect(startsAndMoves({ ...smallPlan, workloads: still.map((each) => ({ ...each, before: [] })) })).toBe(
    "2 workloads start, nothing moves",
  );
});

test("what lacks nodes for one reason is one group with all its pods", () => {
  const workloads = [...smallPlan.workloads, { ...sonarr, namespace: "ai", name: "other", nodes: [], reason: "has no node" }];
  const other = { ...llm, name: "other", replicas: 2 };
  const groups = unplacedGroups({ ...smallPlan, workloads, unplaced: [llm, other, { ...llm, remedies: [] }] });
  expect(groups.map((group) => [group.workloads.map(({ name }) => name), group.pods, group.reason])).toEqual([
    [["llm", "other"], 3, "has no node"],
    [["llm"], 1, "has no node"],
  ]);
});

test("doubts with the same fix stand together, those with the same message in one case", () => {
  const doubts = [
    { path: "workloads[a/b]", message: "may lose", fix: "pin it" },
    { path: "workloads[c/d]", message: "may lose", fix: "pin it" },
    { path: "workloads", message: "not proven" },
  ];
  expect(doubtGroups(doubts)).toEqual([
    { fix: "pin it", cases: [{ names: ["a/b", "c/d"], message: "may lose" }] },
    { fix: undefined, cases: [{ names: ["workloads"], message: "not proven" }] },
  ]);
});
