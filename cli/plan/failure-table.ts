import { failureDomains } from "../../infra/placement/loss/failure-domains";
import { type BurstsAfterLoss, type Failure, failuresVersion, type FailureTable } from "../../infra/placement/what-if/failure-document";
import { simulateFailures } from "../../infra/placement/what-if/failures";
import type { PlannedStack } from "./plan-stack";
import type { Progress } from "./progress";

/**
 * Simulates each loss, and says how far it is.
 *
 * @param burstsOf What would be rented after a loss. Default: nothing.
 */
export function failureTable(
  { problem, assignment, plan }: PlannedStack,
  progress: Progress,
  burstsOf: (failure: Failure) => BurstsAfterLoss | undefined = () => undefined,
): FailureTable {
  const total = failureDomains(problem).length;
  const failures: Failure[] = [];
  for (const failure of simulateFailures(problem, assignment, plan)) {
    const bursts = burstsOf(failure);
    failures.push(bursts === undefined ? failure : { ...failure, bursts });
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
