import { node, problem } from "../testing/problems";
import { failureDomains, quorumOf } from "./failure-domains";

test("every node is lost in turn, then every host of several", () => {
  const posed = problem([node("c"), node("b", { host: "pve" }), node("a", { host: "pve" })], []);
  expect(failureDomains(posed)).toEqual([
    { kind: "node", name: "a", nodes: ["a"] },
    { kind: "node", name: "b", nodes: ["b"] },
    { kind: "node", name: "c", nodes: ["c"] },
    { kind: "host", name: "pve", nodes: ["a", "b"] },
  ]);
});

test("more than half of the control planes must be left, if the table has any", () => {
  const planes = ["a", "b", "c"].map((name) => node(name, { controlPlane: true }));
  expect([0, 1, 2, 3].map((lost) => quorumOf(planes)(planes.slice(0, lost)))).toEqual([true, true, false, false]);
  expect(quorumOf(planes.slice(0, 2))(planes.slice(0, 1))).toBe(false);
  const only = node("w", { runsControlPlane: true });
  expect([[only], [node("v")]].map(quorumOf([only, node("v")]))).toEqual([false, true]);
  expect(quorumOf([node("w")])([node("w")])).toBe(true);
});
