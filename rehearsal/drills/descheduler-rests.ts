import { leewayOf } from "../../infra/placement/emit/emit-placements";
import type { Plan } from "../../infra/placement/plan-document";
import { deschedulerPolicyOfCluster } from "../controllers/descheduler-policy-of-cluster";
import { runDescheduler } from "../controllers/descheduler";
import { evictionsOfLog, type LoggedEviction } from "../controllers/evictions-of-log";
import { type ObservedPod, observePods } from "../../kubernetes-api/observed-pods";
import { deviations, foretold } from "../observation/placed-workloads";
import { type IdentifiedPod, podsByUid } from "../observation/pods-by-uid";
import { settle } from "../observation/settle";
import type { Drill, DrillFinding } from "./drill";

/** A plan that is carried out is at rest: the descheduler, by the stack's own policy, finds nothing to move. */
export const deschedulerRests: Drill = {
  name: "descheduler-rests",
  question: "Does the descheduler leave the planned cluster alone?",
  run: async ({ api, stack, plan, controlPlane, environment, stream, step }) => {
    const policy = await deschedulerPolicyOfCluster(api);
    if (policy === undefined) {
      const reason = "the stack has no descheduler";
      return { outcome: "skipped", summary: reason, reason, findings: [], facts: [] };
    }
    const allowed = foretold(leewayOf(stack, plan));
    const rest = async (): Promise<unknown> => settle(api, { done: (pods) => deviations(plan, pods, allowed).length === 0 });
    step("waiting for the cluster to rest");
    await rest();
    const [before, owners] = await Promise.all([podsByUid(api), observePods(api)]);
    step("running the descheduler");
    const { exitCode, log } = await runDescheduler({ controlPlane, environment, stream }, policy);
    const after = await podsByUid(api);
    const findings = [...failure(exitCode, log), ...evictions(before, new Set(after.keys()), evictionsOfLog(log), owners, plan)];
    if (findings.length > 0) {
      step("waiting until what was evicted is back");
      await rest();
    }
    return {
      outcome: findings.length === 0 ? "held" : "broken",
      summary:
        findings.length === 0
          ? `it evicted none of ${before.size} pods`
          : exitCode === 0
            ? `it evicted ${findings.length} of ${before.size} pods`
            : "the descheduler did not run to its end",
      findings,
      facts: [{ label: "pods that it looked at", value: String(before.size) }],
    };
  },
};

/** A run that did not end well says nothing about what it would have done. */
export function failure(exitCode: number, log: string): readonly DrillFinding[] {
  const last = log.trimEnd().split("\n").at(-1) ?? "";
  return exitCode === 0 ? [] : [{ subject: "descheduler", message: `ended with ${exitCode}: ${last}` }];
}

/** Each pod that is gone, with what the log says of it. */
export function evictions(
  before: ReadonlyMap<string, IdentifiedPod>,
  left: ReadonlySet<string>,
  logged: readonly LoggedEviction[],
  owners: readonly ObservedPod[],
  plan: Plan,
): readonly DrillFinding[] {
  const gone = [...before].filter(([uid]) => !left.has(uid)).map(([, pod]) => pod);
  const said = new Map(logged.map((eviction) => [eviction.pod, eviction]));
  return gone.map(({ id, node }): DrillFinding => {
    const workload = owners.find(({ namespace, name }) => `${namespace}/${name}` === id)?.workload;
    const planned = plan.workloads.find(({ namespace, name }) => `${namespace}/${name}` === workload);
    const eviction = said.get(id);
    return {
      subject: id,
      ...(planned === undefined ? {} : { planned: planned.nodes, failover: planned.failover }),
      ...(node === undefined ? {} : { node }),
      message:
        eviction === undefined
          ? "went away while the descheduler ran, which does not say that it evicted it"
          : `was evicted by ${eviction.plugin}${eviction.reason === "" ? "" : `: ${eviction.reason}`}`,
    };
  });
}
