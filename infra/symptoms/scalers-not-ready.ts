import type { ScaledObject } from "./api/scaled-object";
import { defineSymptom, type SymptomFinding } from "./symptom";

/** What KEDA scales by the tables, and does not. */
export const scalersNotReady = defineSymptom({
  name: "scalers-not-ready",
  title: "Workloads that KEDA does not scale",
  needs: ["scaledObjects"],
  findWithout: ({ stack }) => {
    const scaled = stack.workloads.filter(({ scaling }) => scaling !== undefined).length;
    return scaled === 0
      ? []
      : [
          {
            severity: "critical",
            subject: "KEDA",
            seen: `the cluster does not know ScaledObjects, and ${scaled} ${scaled === 1 ? "row is" : "rows are"} scaled`,
            why: "KEDA is not installed: what runs keeps the replicas that it has",
            fix: `pulumi up -s ${stack.name}`,
          },
        ];
  },
  find: ({ scaledObjects }, { stack }) => [
    ...scaledObjects.flatMap(unwell),
    ...stack.workloads
      .filter(({ scaling, namespace, name }) => scaling !== undefined && !scaledObjects.some((scaled) => isFor(scaled, namespace, name)))
      .map(({ id }): SymptomFinding => ({
        severity: "critical",
        subject: id,
        seen: "has no ScaledObject, though its row is scaled",
        why: "it was never made, or removed by hand",
        fix: `pulumi up -s ${stack.name}`,
      })),
  ],
});

function isFor({ metadata, spec }: ScaledObject, namespace: string, name: string): boolean {
  return metadata.namespace === namespace && spec.scaleTargetRef.name === name;
}

function unwell({ metadata, status }: ScaledObject): readonly SymptomFinding[] {
  const conditions = status?.conditions ?? [];
  const ready = conditions.find(({ type }) => type === "Ready");
  const subject = `${metadata.namespace}/${metadata.name}`;
  if (ready === undefined || ready.status === "Unknown") {
    return [
      {
        severity: "warning",
        subject,
        seen: "KEDA has not looked at it",
        why: "KEDA's operator does not run, or does not watch the namespace",
        fix: "kubectl -n keda get pods, and the log of keda-operator",
      },
    ];
  }
  if (ready.status !== "True") {
    return [
      {
        severity: "critical",
        subject,
        seen: `is not ready: ${ready.reason}${ready.message === "" ? "" : `, ${ready.message}`}`,
        why: "a trigger cannot be asked, or its target is not there: it keeps the replicas that it has",
        fix: "kubectl describe scaledobject names the trigger; look whether its server answers, or mend the row's scaling",
      },
    ];
  }
  return conditions.some(({ type, status: value }) => type === "Fallback" && value === "True")
    ? [
        {
          severity: "warning",
          subject,
          seen: "runs on its fallback",
          why: "its trigger has failed too often, so it has the replicas of its fallback",
          fix: "look whether the trigger's server answers",
        },
      ]
    : [];
}
