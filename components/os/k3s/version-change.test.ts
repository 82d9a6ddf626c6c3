import { findVersionChange } from "./version-change";

const before = { version: "v1.35.4+k3s1", nodes: ["a", "b", "c"] };

it.each(["v1.35.4+k3s1", "v1.35.4+k3s2", "v1.35.10+k3s1", "v1.36.0+k3s1"])("lets K3s go to %s", (version) => {
  expect(findVersionChange(before, { ...before, version })).toBeUndefined();
});

it.each([
  ["v1.35.3+k3s9", "cannot go back from v1.35.4+k3s1 to v1.35.3+k3s9"],
  ["v1.34.9+k3s1", "cannot go back"],
  ["v1.37.0+k3s1", "go through every minor version, the next is v1.36"],
  ["v2.0.0+k3s1", "go through every minor version"],
])("does not let it go to %s", (version, reason) => {
  expect(findVersionChange(before, { ...before, version })).toContain(reason);
});

it("lets nothing change where nothing changes the nodes", () => {
  const fixed = { ...before, fixed: ["pods in 10.90.0.0/16", "zone a"] };
  expect(findVersionChange(fixed, { ...fixed, fixed: [...fixed.fixed] })).toBeUndefined();
  expect(findVersionChange(fixed, { ...fixed, version: "v1.35.5+k3s1" })).toBe(
    "cannot go from v1.35.4+k3s1 to v1.35.5+k3s1: nothing changes this cluster in place. Take it away and make it anew: nothing is lost with it",
  );
  expect(findVersionChange(fixed, { ...fixed, fixed: ["pods in 10.80.0.0/16", "zone a"] })).toContain(
    "cannot go from pods in 10.90.0.0/16 to pods in 10.80.0.0/16:",
  );
});

it("does not let a new node be newer than the servers", () => {
  expect(findVersionChange(before, { version: "v1.35.5+k3s1", nodes: ["a", "b", "c", "d"] })).toContain("while d is added");
  expect(findVersionChange(before, { ...before, nodes: ["a", "b", "c", "d"] })).toBeUndefined();
  expect(findVersionChange(before, { version: "v1.35.5+k3s1", nodes: ["a", "b"] })).toBeUndefined();
});
