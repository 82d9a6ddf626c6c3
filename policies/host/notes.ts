import { formatFinding, type PolicyFinding } from "../finding";
import { type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";

/**
 * What the rules have to say besides violations: exempted findings, advice, and what is not decidable in a preview. A
 * rule's own level would make these fail a preview too, so they are collected here and reported by two policies that
 * are advisory. Pulumi asks the policies of a pack one after the other, so these come last and find what was noted.
 */
export class Notes {
  private readonly byUrn = new Map<string, readonly PolicyFinding[]>();

  /** Keeps what a rule noted about one resource, or about the stack as a whole under an empty URN. */
  add(urn: string, findings: readonly PolicyFinding[]): void {
    this.byUrn.set(urn, [...(this.byUrn.get(urn) ?? []), ...findings]);
  }

  /** What was noted since it was last taken. */
  take(urn: string): readonly PolicyFinding[] {
    const findings = this.byUrn.get(urn) ?? [];
    this.byUrn.delete(urn);
    return findings;
  }
}

/** The two policies that report the notes. */
export function notePolicies(notes: Notes): readonly [ResourceValidationPolicy, StackValidationPolicy] {
  const common = {
    enforcementLevel: "advisory",
    severity: "low",
    url: "docs/policies.md#notes",
    remediationSteps: "Read them. Set this policy to mandatory to refuse a preview that leaves anything exempt or undecided.",
  } as const;
  return [
    {
      ...common,
      name: "notes-on-resources",
      displayName: "Notes on resources",
      description: "Findings that fail nothing: exempted ones with their reason, advice, and what cannot be decided during a preview.",
      validateResource: ({ urn }, reportViolation) => {
        notes.take(urn).forEach((finding) => {
          reportViolation(formatFinding(finding));
        });
      },
    },
    {
      ...common,
      name: "notes-on-the-stack",
      displayName: "Notes on the stack",
      description: "The same for the rules that look at the stack as a whole.",
      validateStack: (_args, reportViolation) => {
        notes.take(wholeStack).forEach((finding) => {
          reportViolation(formatFinding(finding), finding.urn);
        });
      },
    },
  ];
}

/** Stands for a URN where a finding is about the stack. No URN is empty. */
export const wholeStack = "";
