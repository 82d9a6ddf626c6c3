import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import { plannedOnly } from "../observation/placed-workloads";
import { smallPlan } from "../observation/testing/small-plan";
import { smallPod } from "../observation/testing/small-pod";
import type { MayWait } from "./foretold-losses";
import { judgeLoss, type LossJudgement } from "./judge-loss";

const refusal = "0/3 nodes are available: 3 Insufficient cpu.";
const sets = { planned: ["n1"], failover: ["n2"] };

/** n1 is lost. */
function judged(pods: readonly ObservedPod[], mayWait?: MayWait, tier = 1): LossJudgement {
  return judgeLoss(
    {
      plan: smallPlan,
      tiers: new Map([["apps/web", tier]]),
      allowed: plannedOnly,
      loss: {
        node: "n1",
        controlPlaneWorks: true,
        mayWait: new Map(mayWait === undefined ? [] : [["apps/web", mayWait]]),
        starts: 0,
      },
      what: "without n1",
      runs: ({ node }) => node !== "n1",
    },
    pods,
  );
}

function two(fields: Parameters<typeof smallPod>[0]): readonly ObservedPod[] {
  return [smallPod({ node: "n2" }), smallPod({ name: "web-2", ...fields })];
}

const both = two({ node: "n2" });

describe("what the table says survives", () => {
  it("does on its failover nodes", () => {
    expect(judged(both)).toEqual({ findings: [], waiting: 0, better: [], instead: [], decided: true });
  });

  it("does not without a node: the finding has the tier, the table's word and the scheduler's reason", () => {
    expect(judged(two({ pending: refusal })).findings).toEqual([
      {
        subject: "apps/web-2",
        ...sets,
        message: `tier 1: the table says that without n1 it starts elsewhere, but it has no node: ${refusal}`,
      },
    ]);
  });

  it("does not on the dead node", () => {
    expect(judged(two({})).findings).toEqual([
      {
        subject: "apps/web-2",
        ...sets,
        node: "n1",
        message: "tier 1: the table says that without n1 it starts elsewhere, but it stays there, because it tolerates that",
      },
    ]);
  });

  it("does not where nobody has made it anew", () => {
    expect(judged([smallPod({ node: "n2" })]).findings).toEqual([
      {
        subject: "apps/web",
        ...sets,
        message: "tier 1: the table says that without n1 it starts elsewhere, but 1 of 2 pods run and 1 exist",
      },
    ]);
  });

  it("does not outside its sets", () => {
    expect(judged(two({ node: "n3" })).findings).toEqual([
      { subject: "apps/web-2", ...sets, node: "n3", message: "without n1 it runs outside its planned and failover sets" },
    ]);
  });
});

describe("what the table says waits", () => {
  const one: MayWait = { pods: 1, because: "its data is there" };

  it("may", () => {
    expect(judged(two({ pending: refusal }), one)).toEqual({ findings: [], waiting: 1, better: [], instead: [], decided: true });
  });

  it("need not, which is said", () => {
    expect(judged(both, one)).toEqual({
      findings: [],
      waiting: 0,
      better: ["apps/web: the table says that 1 of 2 pods wait (its data is there), but 0 do; they run on n2"],
      instead: [],
      decided: true,
    });
  });

  it("is no more than it says", () => {
    const pods = [smallPod({ pending: refusal }), smallPod({ name: "web-2", pending: refusal })];
    expect(judged(pods, one).findings.map(({ message }) => message)).toEqual(
      pods.map(() => `tier 1: the table says that without n1 no more than 1 of its pods wait, but it has no node: ${refusal}`),
    );
  });
});

describe("where room runs out", () => {
  it("a pod of the last tiers may wait because others started first, which is said", () => {
    expect(judged(two({ pending: refusal }), undefined, 3)).toEqual({
      findings: [],
      waiting: 1,
      better: [],
      instead: [`apps/web: 1 of 2 pods wait (${refusal})`],
      decided: true,
    });
  });

  it("a pod of a more important tier may not", () => {
    expect(judged(two({ pending: refusal }), undefined, 2).findings).toHaveLength(1);
  });

  it("a pod that is refused for anything else may not", () => {
    const unmatched = "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.";
    expect(judged(two({ pending: unmatched }), undefined, 3).findings).toHaveLength(1);
  });

  it("a pod that is not there at all does not wait", () => {
    expect(judged([smallPod({ node: "n2" })], undefined, 3).findings).toHaveLength(1);
  });
});

it("is not decided while a pod starts, or the scheduler has not looked at it", () => {
  expect(judged(two({ node: "n2", ready: false })).decided).toBe(false);
  expect(judged(two({ pending: refusal })).decided).toBe(true);
  const { unschedulable, ...unseen } = smallPod({ name: "web-2", pending: refusal });
  expect(unschedulable).toBe(refusal);
  expect(judged([smallPod({ node: "n2" }), unseen]).decided).toBe(false);
});

it("leaves out what is not asked for, and pods on their way out", () => {
  const pods = [
    ...both,
    smallPod({ name: "web-3", node: "n3", deleting: true }),
    smallPod({ name: "agent", workload: "apps/agent", node: "n3" }),
  ];
  expect(judged(pods).findings).toEqual([]);
});
