import { type TolerationView } from "./cluster";

interface TaintLike {
  readonly key: string;
  /** Absent: any value. */
  readonly value?: string;
  readonly effect: string;
}

/**
 * Whether a toleration tolerates a taint: an empty key with `Exists` tolerates every taint, an empty effect every
 * effect, and an absent operator is `Equal`.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export function tolerates(toleration: TolerationView, taint: TaintLike): boolean {
  const operator = toleration.operator ?? "Equal";
  const key = toleration.key ?? "";
  if ((toleration.effect ?? "") !== "" && toleration.effect !== taint.effect) {
    return false;
  }
  if (operator === "Exists") {
    return key === "" || key === taint.key;
  }
  return operator === "Equal" && key === taint.key && (taint.value === undefined || (toleration.value ?? "") === taint.value);
}

/** The toleration in the form that `kubectl taint` uses: `key=value:Effect`, `*` for anything. */
export function describeToleration({ key, operator, value, effect }: TolerationView): string {
  const wanted = (key ?? "") === "" ? "*" : `${key ?? ""}${operator === "Exists" ? "" : `=${value ?? ""}`}`;
  return `${wanted}:${(effect ?? "") === "" ? "*" : (effect ?? "")}`;
}
