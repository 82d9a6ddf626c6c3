import type { Plan } from "../placement/plan-document";
import type { Stack } from "../stack/stack";
import { clusterInPlan } from "./cluster-in-plan";
import { clusterLists, type Missing, type SymptomSnapshot } from "./lists";
import { severities, type SymptomFinding } from "./symptom";
import { symptoms } from "./index";

/** Version of the JSON that `doctor --cluster --json` prints; changes when a field is removed or changes its meaning. */
export const diagnosisVersion = 1;

/** What was found of one symptom. */
export interface FoundSymptom {
  readonly name: string;
  readonly title: string;
  /** The worst first, then by subject. */
  readonly findings: readonly SymptomFinding[];
}

export interface UnseenSymptom {
  readonly name: string;
  readonly title: string;
  /** The resource that it would have been seen in. */
  readonly resource: string;
  readonly missing: Missing;
}

export interface Diagnosis {
  readonly version: typeof diagnosisVersion;
  readonly stack: string;
  readonly server: string;
  readonly found: readonly FoundSymptom[];
  /** Nothing is known about these. */
  readonly notLookedFor: readonly UnseenSymptom[];
  /** Titles of those that were looked for in vain. */
  readonly notFound: readonly string[];
}

/** Looks for every symptom. @param now milliseconds since 1970. */
export function diagnose(stack: Stack, plan: Plan, snapshot: SymptomSnapshot, now: number): Diagnosis {
  const cluster = clusterInPlan(stack, plan, snapshot, now);
  const found: FoundSymptom[] = [];
  const notLookedFor: UnseenSymptom[] = [];
  const notFound: string[] = [];
  for (const symptom of symptoms) {
    const { name, title } = symptom;
    const findings = symptom.find(cluster);
    if ("missing" in findings) {
      notLookedFor.push({ name, title, resource: clusterLists[findings.list].resource, missing: findings.missing });
    } else if (findings.length === 0) {
      notFound.push(title);
    } else {
      found.push({ name, title, findings: [...findings].sort(bySeverity) });
    }
  }
  return { version: diagnosisVersion, stack: stack.name, server: snapshot.server, found, notLookedFor, notFound };
}

function bySeverity(a: SymptomFinding, b: SymptomFinding): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.subject < b.subject ? -1 : 1);
}
