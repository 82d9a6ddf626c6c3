import { UserError } from "../infra/diagnostics/user-error";
import type { Finding } from "../infra/diagnostics/finding";
import { emitPlacements } from "../infra/placement/emit/emit-placements";
import { type Solver, loadSolver } from "../infra/placement/exact/solver";
import { plan } from "../infra/placement/plan";
import type { Plan } from "../infra/placement/plan-document";
import type { StackConfig } from "../infra/stack/config";
import type { StackDefinition } from "../infra/stack/definition";
import { loadStack } from "../infra/stack/load-stack";
import type { Stack } from "../infra/stack/stack";
import { checkStack } from "../policies/check-stack";
import { blockingFindings, type PolicyFinding } from "../policies/finding";
import { loadDefinition } from "./definitions";
import type { DeployArgs } from "./programs";

/** Planned before, by stack and configuration: a preview and the program that it runs plan the same in one process. */
const prepared = new Map<string, Promise<DeployArgs>>();

/**
 * Everything between a stack's name and its resources: tables, plan, rules. Imports no Pulumi.
 *
 * @throws UserError when the tables are wrong, the plan leaves something without a node, or a mandatory rule is broken.
 */
export async function prepareStack(name: string, config: StackConfig): Promise<DeployArgs> {
  const key = JSON.stringify([name, Object.entries(config).sort()]);
  const known = prepared.get(key);
  if (known !== undefined) {
    return known;
  }
  const preparing = Promise.all([loadDefinition(name), loadSolver()]).then(([definition, solver]) =>
    prepareDefinition(definition, config, solver),
  );
  prepared.set(key, preparing);
  return preparing;
}

/**
 * Like {@link prepareStack}, from the tables themselves.
 *
 * @throws UserError as there.
 */
export function prepareDefinition(definition: StackDefinition, config: StackConfig, solver?: Solver): DeployArgs {
  const stack = loadStack(definition, config);
  const planned = plan(stack.problem, solver);
  requireFeasible(planned, stack);
  const blocking = blockingFindings(checkStack(stack, emitPlacements(stack, planned)));
  if (blocking.length > 0) {
    throw new UserError(
      `stack "${stack.name}" breaks ${blocking.length === 1 ? "a policy" : `${blocking.length} policies`}`,
      blocking.map(policyFinding),
    );
  }
  return { stack, plan: planned, config };
}

/** What may go to a rented node has one, as far as its pool's limits go: Karpenter decides that, not the plan. */
function requireFeasible({ stack, unplaced: all }: Plan, { workloads }: Stack): void {
  const mayBurst = new Set(workloads.filter(({ burst }) => burst !== undefined).map(({ id }) => id));
  const unplaced = all.filter(({ namespace, name }) => !mayBurst.has(`${namespace}/${name}`));
  if (unplaced.length === 0) {
    return;
  }
  throw new UserError(
    `the plan of stack "${stack}" leaves ${unplaced.length === 1 ? "a workload" : `${unplaced.length} workloads`} without a node`,
    unplaced.map(({ namespace, name, replicas, blockedBy, remedies }) => ({
      path: `${namespace}/${name}`,
      message: `no node for ${replicas === 1 ? "its pod" : `${replicas} of its pods`}: ${blockedBy.join("; ")}`,
      ...(remedies.length === 0 ? {} : { fix: remedies.join("; or ") }),
    })),
  );
}

function policyFinding({ policy, subject, message, remediation }: PolicyFinding): Finding {
  return { path: `${subject} [${policy}]`, message, fix: remediation };
}
