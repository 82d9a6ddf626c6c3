/** A condition on labels, as in label selectors and in node selector terms. */
export interface LabelRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`; for nodes `Gt` and `Lt` too. */
  readonly operator: string;
  /** With `In` and `NotIn`, and one whole number with `Gt` and `Lt`. Default: none. */
  readonly values?: readonly string[];
}

/**
 * Whether labels meet a requirement. A missing key passes `NotIn` and `DoesNotExist`, and nothing else. `Gt` and `Lt`
 * compare whole numbers of 64 bits: a label that is none is neither greater nor less. An operator that does not exist is
 * met by nothing: the API server would have refused it.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/staging/src/k8s.io/apimachinery/pkg/labels/selector.go (Matches)
 */
export function meetsRequirement({ key, operator, values = [] }: LabelRequirement, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
    case "Lt": {
      const [has, bound] = [wholeNumber(value), values.length === 1 ? wholeNumber(values[0]) : undefined];
      return has !== undefined && bound !== undefined && (operator === "Gt" ? has > bound : has < bound);
    }
    default:
      return false;
  }
}

/** A whole number of 64 bits, read as Go's `strconv.ParseInt` does; undefined for any other text. */
export function wholeNumber(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) {
    return undefined;
  }
  const number = text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text.replace("+", ""));
  return BigInt.asIntN(64, number) === number ? number : undefined;
}
