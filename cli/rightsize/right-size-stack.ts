import { UserError } from "../../infra/diagnostics/user-error";
import { formatFindings } from "../../infra/diagnostics/finding";
import type { Solver } from "../../infra/placement/exact/solver";
import { plan } from "../../infra/placement/plan";
import { withProposals } from "../../infra/rightsizing/apply";
import { propose, type RightSizing } from "../../infra/rightsizing/propose";
import type { VpaRecommendation } from "../../infra/rightsizing/recommendation";
import type { StackConfig } from "../../infra/stack/config";
import type { StackDefinition } from "../../infra/stack/definition";
import { loadStack } from "../../infra/stack/load-stack";
import { type EditedTables, editTables } from "./edit-tables";
import type { SourceText } from "./find-quantities";
import { type Verdict, verdictOf } from "./verdicts";

export interface RightSizedStack extends RightSizing, EditedTables {
  readonly stack: string;
  readonly before: Verdict;
  /** With everything that is proposed, also what is left to do by hand; or why those tables do not load. */
  readonly after: Verdict | { readonly status: "refused"; readonly text: string };
}

export interface RightSizeArgs {
  readonly definition: StackDefinition;
  readonly config: StackConfig;
  readonly sources: readonly SourceText[];
  readonly recommendations: readonly VpaRecommendation[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly solver?: Solver | undefined;
}

/** What the recommendations make of a stack: the changed tables, and how it plans before and after. Writes nothing. */
export function rightSizeStack({ definition, config, sources, recommendations, now, solver }: RightSizeArgs): RightSizedStack {
  const stack = loadStack(definition, config);
  const sizing = propose(stack, recommendations, now);
  return {
    stack: definition.name,
    ...sizing,
    ...editTables(sources, sizing.proposals),
    before: verdictOf(plan(stack.problem, solver)),
    after: verdictAfter({ ...definition, workloads: withProposals(definition.workloads, sizing.proposals) }, config, solver),
  };
}

function verdictAfter(definition: StackDefinition, config: StackConfig, solver: Solver | undefined): RightSizedStack["after"] {
  try {
    return verdictOf(plan(loadStack(definition, config).problem, solver));
  } catch (error) {
    if (error instanceof UserError) {
      return { status: "refused", text: formatFindings(error.findings) };
    }
    throw error;
  }
}
