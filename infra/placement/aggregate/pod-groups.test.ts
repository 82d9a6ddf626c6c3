import { relax } from "../certificate/relaxation";
import { buildModel } from "../search/model";
import { GiB, node, problem, workload } from "../testing/problems";
import { podGroups, poolUnits } from "./pod-groups";

/** Nodes of 4 CPUs, 8 GiB and 20 pods: a pod of 1 CPU and 2 GiB is a quarter of each. */
function groupsOf(...requests: readonly { readonly cpuMilli: number; readonly memoryBytes: number }[]): ReturnType<typeof podGroups> {
  const model = buildModel(
    problem(
      [node("a"), node("b")],
      requests.map((each, i) => workload(`w${i}`, { requests: each, replicas: 2 })),
    ),
  );
  return podGroups(relax(model, true), poolUnits(model));
}

describe("groups of pods", () => {
  test("are one of those that request both resources in the same proportion, with a ray for each end of their sizes", () => {
    const groups = groupsOf({ cpuMilli: 1000, memoryBytes: 2 * GiB }, { cpuMilli: 500, memoryBytes: GiB });
    expect(groups.map(({ members, total, rays }) => [members.map(({ size }) => size), [...total], rays.map((ray) => [...ray])])).toEqual([
      [
        [0.5, 0.25],
        [0.75, 0.75, 0.2],
        [
          [0.5, 0.5, 0.1],
          [0.5, 0.5, 0.2],
        ],
      ],
    ]);
  });

  test("are apart when one is for CPU and one for memory", () => {
    const groups = groupsOf({ cpuMilli: 1000, memoryBytes: 0 }, { cpuMilli: 0, memoryBytes: 2 * GiB });
    expect(groups.map(({ rays }) => rays.map((ray) => [...ray]))).toEqual([[[1, 0, 0.2]], [[0, 1, 0.2]]]);
  });

  test("count pods that request neither by their number", () => {
    const [group] = groupsOf({ cpuMilli: 0, memoryBytes: 0 });
    expect([group?.members.map(({ size }) => size), [...(group?.total ?? [])], group?.rays.map((ray) => [...ray])]).toEqual([
      [0.05],
      [0, 0, 0.1],
      [[0, 0, 1]],
    ]);
  });
});
