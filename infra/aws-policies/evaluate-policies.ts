import { conditionsHold, many, matchesWildcards, type RequestContext } from "./match-condition";
import type { OneOrMany, PolicyDocument, PolicyStatement, Principal } from "./policy-document";

/** One permission that AWS looks for: an API call asks for one for each kind of resource that it touches. */
export interface PolicyRequest {
  /** `ec2:RunInstances`. */
  readonly action: string;
  /** ARN; `*` for actions that know no resources, and for assuming the role that a trust policy belongs to. */
  readonly resource: string;
  readonly context?: RequestContext;
  /** Who asks, for policies that name principals: `{ Service: "events.amazonaws.com" }`. */
  readonly principal?: { readonly kind: "Service" | "Federated" | "AWS"; readonly name: string };
}

/** `explicitDeny` cannot be undone by any other policy, `implicitDeny` is what nothing allows. */
export type Decision = "allowed" | "implicitDeny" | "explicitDeny";

/**
 * What AWS decides about a request when these are all policies that apply: a matching Deny wins, then a matching Allow.
 * For our own policies at review and in tests; policy variables and operators that none of them uses are errors.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluatePolicies(documents: readonly PolicyDocument[], request: PolicyRequest): Decision {
  const matching = documents.flatMap(({ Statement }) => Statement).filter((statement) => applies(statement, request));
  if (matching.some(({ Effect }) => Effect === "Deny")) {
    return "explicitDeny";
  }
  return matching.length > 0 ? "allowed" : "implicitDeny";
}

function applies(statement: PolicyStatement, { action, resource, context = {}, principal }: PolicyRequest): boolean {
  requireNoVariables(statement);
  return (
    principalMatches(statement.Principal, principal) &&
    actionMatches(statement, action) &&
    (statement.Resource === undefined || many(statement.Resource).some((pattern) => matchesWildcards(resource, pattern))) &&
    conditionsHold(statement.Condition ?? {}, context)
  );
}

/** Actions are compared without regard to case. */
function actionMatches({ Sid, Action, NotAction }: PolicyStatement, action: string): boolean {
  const among = (patterns: OneOrMany): boolean =>
    many(patterns).some((pattern) => matchesWildcards(action.toLowerCase(), pattern.toLowerCase()));
  if ((Action === undefined) === (NotAction === undefined)) {
    throw new Error(`statement ${Sid} needs either Action or NotAction`);
  }
  return (Action !== undefined && among(Action)) || (NotAction !== undefined && !among(NotAction));
}

function principalMatches(named: Principal | undefined, principal: PolicyRequest["principal"]): boolean {
  if (named === undefined || named === "*") {
    return true;
  }
  const names = principal === undefined ? undefined : named[principal.kind];
  return names !== undefined && many(names).some((name) => name === "*" || name === principal?.name);
}

function requireNoVariables(statement: PolicyStatement): void {
  if (JSON.stringify(statement).includes("${")) {
    throw new Error(`statement ${statement.Sid} uses a policy variable, which the evaluator does not know`);
  }
}
