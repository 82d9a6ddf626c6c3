/** Values of a condition key, or of any other list of a statement: one of them is enough. */
export type OneOrMany = string | readonly string[];

/** Condition operators by name, each with the values that its keys are compared with. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;

/** Who a resource's policy, or a role's trust policy, is about. */
export type Principal = "*" | { readonly Service?: OneOrMany; readonly Federated?: OneOrMany; readonly AWS?: OneOrMany };

/** One statement. Policies of identities have no principal, trust policies no resource. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principal;
  readonly Action?: OneOrMany;
  readonly NotAction?: OneOrMany;
  readonly Resource?: OneOrMany;
  readonly Condition?: Conditions;
}

/**
 * An IAM policy, in AWS' own field names.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/** A document of statements. */
export function policyDocument(...statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}
