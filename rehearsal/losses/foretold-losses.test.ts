import { plan as planOf } from "../../infra/placement/plan";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig } from "../../infra/stack/testing/valid-stack";
import { smallPod } from "../observation/testing/small-pod";
import { smallDefinition } from "../testing/small-stack";
import { foretoldLosses } from "./foretold-losses";

const { problem } = loadStack(smallDefinition, validConfig);
const plan = planOf(problem);

const pods = [
  smallPod({ workload: "apps/web", node: "w1" }),
  smallPod({ workload: "apps/api", node: "w1" }),
  smallPod({ workload: "apps/api", node: "w2" }),
  smallPod({ workload: "apps/index", node: "w2" }),
  smallPod({ workload: "apps/queue", node: "w2" }),
  smallPod({ workload: "extras/report", node: "w1" }),
];

it("says of each node what waits and how much starts elsewhere", () => {
  const apart = { pods: 1, because: expect.stringMatching(/^nothing lets it start elsewhere \(.+\)$/) as unknown };
  expect(foretoldLosses(problem, plan, pods)).toEqual([
    {
      node: "cp1",
      controlPlaneWorks: false,
      mayWait: new Map([
        [
          "kube-system/kube-apiserver",
          { pods: 1, because: "it cannot start elsewhere: it is a static pod: the kubelet of its node runs it" },
        ],
      ]),
      starts: 0,
    },
    { node: "w1", controlPlaneWorks: true, mayWait: new Map([["apps/api", apart]]), starts: 2 },
    {
      node: "w2",
      controlPlaneWorks: true,
      mayWait: new Map([
        ["apps/api", apart],
        ["apps/index", apart],
      ]),
      starts: 1,
    },
  ]);
});

it("is of where the pods are, not of where a plan might have them", () => {
  const moved = pods.map((pod) => (pod.workload === "apps/web" ? { ...pod, node: "w2" } : pod));
  expect(foretoldLosses(problem, plan, moved).map(({ starts }) => starts)).toEqual([0, 1, 2]);
});

it("tells the loss of a lone control plane as that of a node: what runs there besides starts elsewhere", () => {
  const there = pods.map((pod) => (pod.workload === "apps/queue" ? { ...pod, node: "cp1" } : pod));
  expect(foretoldLosses(problem, plan, there)[0]).toMatchObject({ node: "cp1", controlPlaneWorks: false, starts: 1 });
});
