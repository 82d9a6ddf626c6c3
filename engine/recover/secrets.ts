/** How a state marks a value as secret. */
const mark = "4dabf18193072939515e22adb298388d";
const secretKind = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Marks as secret what was secret before: a provider reads values in the clear.
 *
 * @param before With its marks.
 * @param value Read from the provider.
 */
export function marked(before: unknown, value: unknown): unknown {
  if (value === undefined || isSecret(value)) {
    return value;
  }
  if (isSecret(before)) {
    return { [mark]: secretKind, plaintext: JSON.stringify(value) };
  }
  if (Array.isArray(before) && Array.isArray(value)) {
    const [olds, news]: readonly [readonly unknown[], readonly unknown[]] = [before, value];
    return news.map((item, index) => marked(olds[index], item));
  }
  return isMap(before) && isMap(value) ? markedMap(before, value) : value;
}

export function markedMap(
  before: Readonly<Record<string, unknown>> = {},
  values: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, marked(before[key], value)]));
}

function isSecret(value: unknown): boolean {
  return isMap(value) && value[mark] === secretKind;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
