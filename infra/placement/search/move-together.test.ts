import type { PlacementWorkload } from "../problem";
import { GiB, node, problem, workload } from "../testing/problems";
import { assign, movedPods, podsPerNode } from "./assign";

const name = (prefix: string, i: number): string => `${prefix}${String(i).padStart(3, "0")}`;
const small = { cpuMilli: 100, memoryBytes: GiB / 64 };

/** Sixty nodes with six pods each, and some workloads more: how many pods move, and where these workloads' are. */
function planned(...some: readonly PlacementWorkload[]): readonly [moved: number, ...pods: unknown[]] {
  const nodes = Array.from({ length: 60 }, (_, i) => node(name("n", i)));
  const others = Array.from({ length: 360 }, (_, i) => workload(name("w", i), { requests: small, current: { [name("n", i % 60)]: 1 } }));
  const assignment = assign(problem(nodes, [...others, ...some]));
  const pods = podsPerNode(assignment);
  return [movedPods(assignment), ...some.map(({ id }) => pods.get(id))];
}

test("a leader goes where what must be with it runs, if its restart counts less", () => {
  const leader = workload("leader", { tier: 4, requests: small, current: { n007: 1 } });
  const follower = workload("follower", { tier: 1, requests: small, colocateWith: leader.id, current: { n011: 1 } });
  expect(planned(leader, follower)).toEqual([1, { n011: 1 }, { n011: 1 }]);
});

test("it stays where its restart counts more", () => {
  const leader = workload("leader", { tier: 1, requests: small, current: { n007: 1 } });
  const follower = workload("follower", { tier: 4, requests: small, colocateWith: leader.id, current: { n011: 1 } });
  expect(planned(leader, follower)).toEqual([1, { n007: 1 }, { n007: 1 }]);
});

test("pods of a leader that start with the plan go where those run that must be with it", () => {
  const leader = workload("leader", { replicas: 3, requests: small, current: { n007: 1 } });
  const follower = workload("follower", { replicas: 3, requests: small, colocateWith: leader.id, current: { n007: 1, n011: 1, n013: 1 } });
  expect(planned(leader, follower)).toEqual([0, { n007: 1, n011: 1, n013: 1 }, { n007: 1, n011: 1, n013: 1 }]);
});
