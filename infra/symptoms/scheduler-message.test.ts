import { meaningOf, refusalsIn } from "./scheduler-message";

it("splits a message into its reasons", () => {
  expect(
    refusalsIn(
      "0/5 nodes are available: 1 node(s) had untolerated taint {nvidia.com/gpu: true}, 4 Insufficient nvidia.com/gpu. no new claims to deallocate, preemption: 0/5 nodes are available: 5 Preemption is not helpful for scheduling.",
    ),
  ).toEqual([
    { nodes: 1, text: "node(s) had untolerated taint {nvidia.com/gpu: true}" },
    { nodes: 4, text: "Insufficient nvidia.com/gpu" },
  ]);
});

it.each(["", "pod has unbound immediate PersistentVolumeClaims", "0/5 nodes are available"])("has no reasons in %j", (message) => {
  expect(refusalsIn(message)).toEqual([]);
});

it.each<[string, RegExp | undefined]>([
  ["node(s) had volume node affinity conflict", /volume lies on a node/],
  ["node(s) didn't match pod anti-affinity rules", /must not share a node/],
  ["node(s) didn't match pod affinity rules", /must be with/],
  ["node(s) didn't match pod topology spread constraints", /too unevenly/],
  ["node(s) didn't have free ports for the requested pod ports", /host port/],
  ["node(s) didn't match Pod's node affinity/selector", /selectors match/],
  ["Insufficient cpu", /nowhere free/],
  ["node(s) did something new", undefined],
])("knows what %s means", (text, why) => {
  const meaning = meaningOf([{ nodes: 1, text }]);
  if (why === undefined) {
    expect(meaning).toBeUndefined();
  } else {
    expect(meaning?.why).toMatch(why);
  }
});
