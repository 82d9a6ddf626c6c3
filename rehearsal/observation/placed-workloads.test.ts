import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import { deviations, failoverToo, foretold, placedWorkloads, plannedOnly } from "./placed-workloads";
import { smallPlan } from "./testing/small-plan";
import { smallPod } from "./testing/small-pod";

const refusal = "0/3 nodes are available: 3 Insufficient cpu.";
const asPlanned = [smallPod(), smallPod({ name: "web-2" })];

/** The second pod is different. */
function with2nd(fields: Parameters<typeof smallPod>[0]): readonly ObservedPod[] {
  return [smallPod(), smallPod({ name: "web-2", ...fields })];
}

describe("what became of a workload", () => {
  const cases: readonly (readonly [string, readonly ObservedPod[], string])[] = [
    ["all on planned nodes", asPlanned, "as planned"],
    ["one on a failover node", with2nd({ node: "n2" }), "failover"],
    ["one elsewhere", with2nd({ node: "n3" }), "elsewhere"],
    ["one without a node", with2nd({ pending: refusal }), "pending"],
    ["one that is missing", [smallPod()], "missing"],
    ["one too many", [...asPlanned, smallPod({ name: "web-3" })], "missing"],
    ["one that is on its way out", [...asPlanned, smallPod({ name: "web-3", node: "n3", deleting: true })], "as planned"],
    ["a pod of somebody else", [...asPlanned, smallPod({ workload: "apps/other", node: "n3" })], "as planned"],
  ];
  it.each(cases)("%s", (_, pods, outcome) => {
    expect(placedWorkloads(smallPlan, pods, new Map()).map((workload) => workload.outcome)).toEqual([outcome]);
  });

  it("one where the plan foretold it", () => {
    const leeway = new Map([["apps/web", ["n2"]]]);
    expect(placedWorkloads(smallPlan, with2nd({ node: "n2" }), leeway).map(({ outcome }) => outcome)).toEqual(["foretold"]);
  });

  it("counts pods by node, and those that wait", () => {
    const pods = [...with2nd({ node: "n2" }), smallPod({ name: "web-3", pending: refusal })];
    expect(placedWorkloads(smallPlan, pods, new Map())).toEqual([
      {
        namespace: "apps",
        name: "web",
        replicas: 2,
        planned: ["n1"],
        failover: ["n2"],
        scheduled: { n1: 1, n2: 1 },
        pending: 1,
        outcome: "pending",
      },
    ]);
  });
});

describe("deviations", () => {
  const about = { subject: "apps/web-2", planned: ["n1"], failover: ["n2"] };

  it("has nothing to say of a cluster that is as planned", () => {
    expect(deviations(smallPlan, asPlanned, plannedOnly)).toEqual([]);
  });

  it("names the pod, its sets and its node", () => {
    expect(deviations(smallPlan, with2nd({ node: "n3" }), plannedOnly)).toEqual([
      { ...about, node: "n3", message: "is outside its planned and failover sets" },
    ]);
  });

  it("takes a failover node for a deviation only where it is asked to", () => {
    expect(deviations(smallPlan, with2nd({ node: "n2" }), plannedOnly)).toEqual([
      { ...about, node: "n2", message: "is on a failover node" },
    ]);
    expect(deviations(smallPlan, with2nd({ node: "n2" }), failoverToo)).toEqual([]);
  });

  it("takes a node that the plan foretold for none, and any other for one", () => {
    const leeway = foretold(new Map([["apps/web", ["n2"]]]));
    expect(deviations(smallPlan, with2nd({ node: "n2" }), leeway)).toEqual([]);
    expect(deviations(smallPlan, with2nd({ node: "n3" }), leeway)).toHaveLength(1);
    expect(deviations(smallPlan, with2nd({ node: "n2" }), foretold(new Map([["apps/other", ["n2"]]])))).toHaveLength(1);
  });

  it("gives the scheduler's reason for a pod that has no node", () => {
    expect(deviations(smallPlan, with2nd({ pending: refusal }), failoverToo)).toEqual([{ ...about, message: refusal }]);
  });

  it("counts the pods", () => {
    expect(deviations(smallPlan, [smallPod()], plannedOnly)).toEqual([{ ...about, subject: "apps/web", message: "has 1 of 2 pods" }]);
  });
});
