/** How much harm a broken rule does. */
export type Severity = "low" | "medium" | "high" | "critical";

/** `mandatory` fails a preview, `advisory` is only reported. */
export type Enforcement = "mandatory" | "advisory";

/**
 * What came of a rule and one subject:
 * - `violation`: the rule is broken;
 * - `advice`: it may well be broken, but what is seen here does not prove it;
 * - `exempted`: it is broken, and the configuration says why that is accepted;
 * - `undecided`: a value that it needs is not known yet.
 */
export type Outcome = "violation" | "advice" | "exempted" | "undecided";

/** One thing that a rule has to say about one subject. */
export interface PolicyFinding {
  /** Id of the rule. */
  readonly policy: string;
  readonly severity: Severity;
  /** That of the rule for a violation, `advisory` for everything else. */
  readonly enforcement: Enforcement;
  readonly outcome: Outcome;
  /** `Deployment media/sonarr`. */
  readonly subject: string;
  /** What is wrong, naming the subject, the field and the value. One sentence. */
  readonly message: string;
  /** Why the rule exists. */
  readonly why: string;
  /** What to change. */
  readonly remediation: string;
  /** Where the rule is documented. */
  readonly url: string;
  /** Why the finding is accepted; only for `exempted`. */
  readonly reason?: string;
  /** The exemption in the configuration that concerns it, also when it has expired. Absent: there is none. */
  readonly exemption?: {
    /** Its last day: `2027-02-19`. */
    readonly until: string;
    /** The same for people: `until 2027-02-19`, `expired on 2026-11-01`. */
    readonly end: string;
  };
  /** The Pulumi resource; absent when the model was checked. */
  readonly urn?: string;
}

/** The findings that must stop a preview or an update. */
export function blockingFindings(findings: readonly PolicyFinding[]): readonly PolicyFinding[] {
  return findings.filter(({ enforcement }) => enforcement === "mandatory");
}

/** One finding as a paragraph, with the id of its rule. */
export function formatFinding(finding: PolicyFinding): string {
  return `[${finding.policy}] ${explainFinding(finding)}`;
}

/** What is wrong, why that matters, what to change, where to read more. */
export function explainFinding(finding: PolicyFinding): string {
  const { outcome, why, remediation, url } = finding;
  const explained = outcome === "violation" || outcome === "advice" ? [`  why: ${why}`, `  fix: ${remediation}`] : [];
  return [headline(finding), ...explained, `  see: ${url}`].join("\n");
}

function headline({ outcome, message, reason, exemption }: PolicyFinding): string {
  switch (outcome) {
    case "violation":
      return message;
    case "advice":
      return `Worth a look: ${message}`;
    case "exempted":
      return `Exempt${exemption === undefined ? "" : ` ${exemption.end}`} (${reason ?? "no reason given"}): ${message}`;
    case "undecided":
      return `Not decidable yet: ${message}`;
  }
}

/** Orders findings by rule, subject, outcome and message, so that two runs print the same. */
export function sortFindings(findings: readonly PolicyFinding[]): readonly PolicyFinding[] {
  const keyed = findings.map((finding) => ({
    finding,
    key: [finding.policy, finding.urn ?? "", finding.subject, finding.outcome, finding.message],
  }));
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ finding }) => finding);
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? "";
    if (left !== right) {
      return left < right ? -1 : 1;
    }
  }
  return 0;
}
