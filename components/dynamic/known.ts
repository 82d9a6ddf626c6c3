/** What Pulumi sends a provider instead of a value that a preview cannot know. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value and everything in it is known. */
export function isKnown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    return Object.values(value).every(isKnown);
  }
  return value !== unknownValue;
}

/** The names of those inputs that are known before and after, and differ. */
export function changedInputs<Name extends string>(
  names: readonly Name[],
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly Name[] {
  return names.filter((name) => isKnown(before[name]) && isKnown(after[name]) && !same(before[name], after[name]));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
