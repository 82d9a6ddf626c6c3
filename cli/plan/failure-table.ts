import { failureDomains } from "../../infra/placement/loss/failure-domains";
import { type Failure, failuresVersion, type FailureTable } from "../../infra/placement/what-if/failure-document";
import { simulateFailures } from "../../infra/placement/what-if/failures";
import type { PlannedStack } from "./plan-stack";

/** Nothing is said about a simulation that is done before a reader starts to wonder. */
const silentMilliseconds = 2000;

/** Simulates each loss, and says how far it is when that takes more than two seconds. */
export function failureTable({ problem, assignment, plan }: PlannedStack, progress: Pick<NodeJS.WriteStream, "write">): FailureTable {
  const total = failureDomains(problem).length;
  const started = Date.now();
  const failures: Failure[] = [];
  let said = started;
  for (const failure of simulateFailures(problem, assignment, plan)) {
    failures.push(failure);
    if (Date.now() - said > silentMilliseconds && failures.length < total) {
      said = Date.now();
      progress.write(`${failures.length} of ${total} losses simulated\n`);
    }
  }
  return {
    version: failuresVersion,
    stack: problem.stack,
    ...(problem.assumptions === undefined ? {} : { assumptions: problem.assumptions }),
    failures,
  };
}
