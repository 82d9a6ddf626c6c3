import { leewayOf } from "../../infra/placement/emit/emit-placements";
import { pseudoRandom } from "../../infra/placement/search/pseudo-random";
import { scalables, setReplicas } from "../../kubernetes-api/replicas";
import { deviations, foretold } from "../observation/placed-workloads";
import { settle } from "../observation/settle";
import type { Drill, DrillContext, DrillFinding } from "./drill";
import { shuffled } from "./shuffled";

/** How many orders are tried: each empties the cluster and fills it again. */
const orders = 2;

/** The plan holds whatever comes first: emptied and filled again in random orders, every pod ends where it is planned. */
export const anyOrderOfArrival: Drill = {
  name: "any-order-of-arrival",
  question: "Does the plan hold in whatever order pods arrive?",
  run: async (context) => {
    const findings: DrillFinding[] = [];
    for (let order = 1; order <= orders; order++) {
      context.step(`order ${order} of ${orders}`);
      const found = await refill(context, pseudoRandom(context.seed * orders + order));
      findings.push(...found.map((finding) => ({ ...finding, message: `${finding.message} (order ${order})` })));
    }
    return {
      outcome: findings.length === 0 ? "held" : "broken",
      summary:
        findings.length === 0
          ? `${orders} random orders, all pods on planned nodes`
          : `${findings.length} pods did not come back to where they are planned`,
      findings,
      facts: [],
    };
  },
};

async function refill({ api, stack, plan }: DrillContext, random: () => number): Promise<readonly DrillFinding[]> {
  const allowed = foretold(leewayOf(stack, plan));
  const filled = (await scalables(api)).filter(({ replicas }) => replicas > 0);
  await Promise.all(filled.map(async (scalable) => setReplicas(api, scalable, 0)));
  const scaled = new Set(filled.map(({ namespace, name }) => `${namespace}/${name}`));
  await settle(api, { done: (pods) => pods.every(({ workload }) => workload === undefined || !scaled.has(workload)) });
  // One after the other: the order of arrival is the order of these calls.
  for (const scalable of shuffled(filled, random)) {
    await setReplicas(api, scalable, scalable.replicas);
  }
  const { pods } = await settle(api, { done: (seen) => deviations(plan, seen, allowed).length === 0 });
  return deviations(plan, pods, allowed);
}
