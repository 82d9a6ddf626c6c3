import { burstCapacity } from "../../infra/burst/burst-capacity";
import type { BurstConfig } from "../../infra/burst/burst-config";
import type { BurstPool } from "../../infra/burst/burst-pool";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import type { Stack } from "../../infra/stack/stack";
import type { Workload } from "../../infra/workloads/workload";
import { loadDefinition, stackNames } from "../../stacks/definitions";

/** What a stack rents when it bursts. */
export interface BurstOfStack {
  readonly pool: BurstPool;
  /** Those that run on rented nodes alone. */
  readonly workloads: readonly Workload[];
  /** Whether the stack's own settings have bursts switched on. */
  readonly switchedOn: boolean;
  /** The type that the plan would rent for a normal load, where it is one node. */
  readonly planned?: string;
}

/** Good for planning, and for nothing else: the account is the one of AWS' own examples. */
const on: BurstConfig = { mode: "nodes", accountId: "123456789012", issuerBucket: "rehearsal", budgetEmails: ["rehearsal@example.com"] };

/**
 * What the stack would rent, whether or not its bursts are switched on at the moment.
 *
 * @returns undefined when its tables describe nothing that could be rented.
 */
export async function burstOfStack(stack: Stack): Promise<BurstOfStack | undefined> {
  const bursting = stack.burst === undefined ? await switchedOn(stack.name) : stack;
  if (bursting?.burst === undefined) {
    return undefined;
  }
  const nodes = burstCapacity(bursting)?.loads.find(({ load }) => load === "normal")?.nodes ?? [];
  const [first] = nodes;
  return {
    pool: bursting.burst,
    workloads: bursting.workloads.filter(({ burst, kind }) => burst === "only" && kind === "Deployment"),
    switchedOn: stack.burst !== undefined,
    ...(nodes.length === 1 && first?.count === 1 ? { planned: first.type } : {}),
  };
}

async function switchedOn(name: string): Promise<Stack | undefined> {
  const definition = stackNames.includes(name) ? await loadDefinition(name) : undefined;
  return definition?.burst === undefined ? undefined : loadStack(definition, stackConfigSchema.parse({ burst: on }));
}
