import type { Conditions, OneOrMany } from "./policy-document";

/** What a call says about itself: `aws:RequestTag/…`, `ec2:CreateAction` and the like. A list is a key with many values. */
export type RequestContext = Readonly<Record<string, OneOrMany>>;

type Comparison = (value: string, wanted: string) => boolean;

interface Operator {
  readonly compare: Comparison;
  /** True when none of the wanted values may match; a key that is absent then matches. */
  readonly negated: boolean;
}

const equals: Comparison = (value, wanted) => value === wanted;
const like: Comparison = (value, wanted) => matchesWildcards(value, wanted);

const operators: Readonly<Record<string, Operator>> = {
  StringEquals: { compare: equals, negated: false },
  StringNotEquals: { compare: equals, negated: true },
  StringLike: { compare: like, negated: false },
  StringNotLike: { compare: like, negated: true },
  ArnEquals: { compare: like, negated: false },
  ArnLike: { compare: like, negated: false },
  Bool: { compare: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(), negated: false },
};

/** Whether all conditions hold: every operator, and under each every key. */
export function conditionsHold(conditions: Conditions, context: RequestContext): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, many(wanted), valueOf(context, key))),
  );
}

/** `*` stands for any number of characters, `?` for one. */
export function matchesWildcards(value: string, pattern: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(value);
}

export function many(values: OneOrMany): readonly string[] {
  return typeof values === "string" ? [values] : values;
}

/** Names of condition keys are compared without regard to case. */
function valueOf(context: RequestContext, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : many(found[1]);
}

function holds(name: string, wanted: readonly string[], values: readonly string[] | undefined): boolean {
  if (name === "Null") {
    return wanted.includes(String(values === undefined));
  }
  const [, quantifier, base = name, ifExists] = /^(ForAllValues:|ForAnyValue:)?(.+?)(IfExists)?$/.exec(name) ?? [];
  const operator = operators[base];
  if (operator === undefined) {
    throw new Error(`the condition operator ${name} is not known to the evaluator`);
  }
  if (values === undefined) {
    // "All of none" holds; so does IfExists, and so does "is not".
    return quantifier === "ForAllValues:" || ifExists !== undefined || (operator.negated && quantifier !== "ForAnyValue:");
  }
  const one = (value: string): boolean => wanted.some((each) => operator.compare(value, each)) !== operator.negated;
  if (quantifier === undefined && values.length !== 1) {
    throw new Error(`the condition ${name} needs ForAllValues or ForAnyValue: its key has ${values.length} values`);
  }
  return quantifier === "ForAnyValue:" ? values.some(one) : values.every(one);
}
