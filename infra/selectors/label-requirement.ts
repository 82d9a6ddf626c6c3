/** A condition on labels, as in label selectors and in node selector terms. */
export interface LabelRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;
  /** Only with `In` and `NotIn`. Default: none. */
  readonly values?: readonly string[];
}

/**
 * Whether labels meet a requirement. A missing key fails `In` and `Exists`, and passes `NotIn` and `DoesNotExist`. An
 * operator that does not exist is met by nothing: the API server would have refused it.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
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
    default:
      return false;
  }
}
