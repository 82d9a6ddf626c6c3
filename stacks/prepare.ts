import { burstCapacity } from "../infra/burst/burst-capacity";
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
  requireFeasible(planned, stack, solver);
  const blocking = blockingFindings(checkStack(stack, emitPlacements(stack, planned)));
  if (blocking.length > 0) {
    throw new UserError(
      `stack "${stack.name}" breaks ${blocking.length === 1 ? "a policy" : `${blocking.length} policies`}`,
      blocking.map(policyFinding),
    );
  }
  return { stack, plan: planned, config };
}

/** What may go to a rented node has one, as far as its pool's limits go. */
function requireFeasible({ stack: name, unplaced }: Plan, stack: Stack, solver: Solver | undefined): void {
  const mayBurst = new Set(stack.workloads.filter(({ burst }) => burst !== undefined).map(({ id }) => id));
  const bursting = unplaced.filter((each) => mayBurst.has(idOf(each)));
  const beyondLimits =
    bursting.length === 0 ? 0 : (burstCapacity(stack, solver)?.loads.find(({ load }) => load === "normal")?.waiting ?? 0);
  const findings = [
    ...unplaced
      .filter((each) => !mayBurst.has(idOf(each)))
      .map(({ replicas, blockedBy, remedies, ...workload }) => ({
        path: idOf(workload),
        message: `no node for ${replicas === 1 ? "its pod" : `${replicas} of its pods`}: ${blockedBy.join("; ")}`,
        ...(remedies.length === 0 ? {} : { fix: remedies.join("; or ") }),
      })),
    ...(beyondLimits === 0
      ? []
      : bursting.map(({ replicas, ...workload }) => ({
          path: idOf(workload),
          message: `no machine has room for ${replicas === 1 ? "its pod" : `${replicas} of its pods`}, and the limits of what may be rented leave ${beyondLimits} of all pods waiting`,
          fix: "raise burst.limits, or lower its requests or replicas",
        }))),
  ];
  if (findings.length > 0) {
    throw new UserError(
      `the plan of stack "${name}" leaves ${findings.length === 1 ? "a workload" : `${findings.length} workloads`} without a node`,
      findings,
    );
  }
}

function idOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function policyFinding({ policy, subject, message, remediation }: PolicyFinding): Finding {
  return { path: `${subject} [${policy}]`, message, fix: remediation };
}
