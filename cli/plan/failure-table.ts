import { failureDomains } from "../../infra/placement/loss/failure-domains";
import { type Failure, failuresVersion, type FailureTable } from "../../infra/placement/what-if/failure-document";
import { simulateFailures } from "../../infra/placement/what-if/failures";
import type { PlannedStack } from "./plan-stack";
import type { Progress } from "./progress";

/** Simulates each loss, and says how far it is. */
export function failureTable({ problem, assignment, plan }: PlannedStack, progress: Progress): FailureTable {
  const total = failureDomains(problem).length;
  const failures: Failure[] = [];
  for (const failure of simulateFailures(problem, assignment, plan)) {
    failures.push(failure);
    if (failures.length < total) {
      progress.say(`${failures.length} of ${total} losses simulated`);
    }
  }
  return {
    version: failuresVersion,
    stack: problem.stack,
    ...(problem.assumptions === undefined ? {} : { assumptions: problem.assumptions }),
    failures,
  };
}
