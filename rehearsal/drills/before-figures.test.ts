import type { Plan } from "../../infra/placement/plan-document";
import { smallPlan } from "../observation/testing/small-plan";
import { smallPod } from "../observation/testing/small-pod";
import { beforeFindings } from "./before-figures";

const amounts = { allocatableMilli: 1000, beforeMilli: 200, afterMilli: 0 };
const plan: Plan = {
  ...smallPlan,
  nodes: [
    {
      name: "n1",
      cpu: amounts,
      memory: { allocatableMiB: 1000, beforeMiB: 128, afterMiB: 0 },
      pods: { allocatable: 10, before: 2, after: 0 },
      watts: { before: 1, after: 1 },
    },
  ],
};

it("has nothing to say where pods request what the plan starts from", () => {
  expect(beforeFindings(plan, [smallPod(), smallPod({ name: "web-2" })], [])).toEqual([]);
});

it("names each figure that is another", () => {
  expect(beforeFindings(plan, [smallPod()], [])).toEqual([
    { subject: "n1", message: "before the plan it had 100m CPU instead of 200m, 64Mi instead of 128Mi, 1 pods instead of 2" },
  ]);
});
