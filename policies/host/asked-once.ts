/**
 * Keeps what was made for a subject while the policies of a pack are asked about it one after the other, so that it is
 * made once and not once for each. A policy is asked once at a time: when it comes back to a subject, that is new.
 */
export class AskedOnce<Value> {
  private readonly kept = new Map<string, { readonly value: Value; readonly asked: Set<string> }>();

  /** What was made for the subject, or a new one where the policy has had that already. */
  for(subject: string, policy: string, make: () => Value): Value {
    const kept = this.kept.get(subject);
    if (kept !== undefined && !kept.asked.has(policy)) {
      kept.asked.add(policy);
      return kept.value;
    }
    const value = make();
    this.kept.set(subject, { value, asked: new Set([policy]) });
    return value;
  }
}
