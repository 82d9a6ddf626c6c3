/**
 * What becomes of something that the tables do not say as the cluster does:
 *
 * - `denied`: it may not be read
 * - `left out`: it is not in the tables
 * - `changed`: the tables say it in another way, or can say it only in part
 * - `assumed`: the cluster does not tell
 */
export const remarkKinds = ["denied", "left out", "changed", "assumed"] as const;
export type RemarkKind = (typeof remarkKinds)[number];

export interface Remark {
  readonly kind: RemarkKind;
  /** What it is about: `media/sonarr`, `node talos01`. */
  readonly subject: string;
  readonly message: string;
  /** What the user can do about it. */
  readonly fix?: string;
}

/** Collects remarks while a cluster is turned into tables, so that nothing is dropped in silence. */
export class Remarks {
  readonly #remarks: Remark[] = [];

  add(kind: RemarkKind, subject: string, message: string, fix?: string): void {
    this.#remarks.push({ kind, subject, message, ...(fix === undefined ? {} : { fix }) });
  }

  /** All of them: by kind, then by message, then by subject; each once. */
  all(): readonly Remark[] {
    const keyed = new Map(
      this.#remarks.map((remark) => [`${remarkKinds.indexOf(remark.kind)}\n${remark.message}\n${remark.subject}`, remark]),
    );
    return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, remark]) => remark);
  }
}
