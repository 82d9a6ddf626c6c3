import { defineRule } from "../rule";

/** A hard spread does not count nodes on which the pod may not run. */
export const hardSpreadHonorsTaints = defineRule({
  id: "hard-spread-honors-taints",
  displayName: "A hard spread honors taints",
  description: "A topology spread constraint with DoNotSchedule has nodeTaintsPolicy: Honor.",
  why: "By default a tainted node counts as a place with no pod in it, although the pod may not run there: as soon as every other node has maxSkew pods, the rest stays Pending.",
  remediation: "Set nodeTaintsPolicy: Honor on the constraint, or whenUnsatisfiable: ScheduleAnyway.",
  group: "placement",
  severity: "high",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "workload") {
      return [];
    }
    return subject.pod.spreads
      .filter(
        ({ whenUnsatisfiable, nodeTaintsPolicy }) =>
          (whenUnsatisfiable ?? "DoNotSchedule") === "DoNotSchedule" && nodeTaintsPolicy !== "Honor",
      )
      .map(({ path, topologyKey, nodeTaintsPolicy }) => ({
        message: `${subject.label} must spread over ${topologyKey}, and tainted nodes count too: ${path}.nodeTaintsPolicy is ${nodeTaintsPolicy ?? "not set, which means Ignore"}.`,
      }));
  },
});
