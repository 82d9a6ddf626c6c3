import type { RehearsedStack } from "../../engine/rehearsal";
import type { RehearsalReport } from "./rehearsal-document";

/** Everything of a rehearsal that was not the real thing. */
export function standInsOf(engine: Pick<RehearsedStack, "providers" | "keptObjects" | "recordedReleases">): RehearsalReport["standIns"] {
  const kept = Map.groupBy(engine.keptObjects(), ({ kind }) => kind);
  return [
    ...engine.providers.map((line) => {
      const colon = line.indexOf(":");
      return { name: line.slice(0, colon), what: line.slice(colon + 1).trim() };
    }),
    ...engine.recordedReleases().map(({ id, chart, version, definitions }) => ({
      name: `release ${id}`,
      what: `chart ${chart}${version === undefined ? "" : ` ${version}`} is not at hand: recorded, and its workloads played from the tables${definitions.length === 0 ? "" : `; its ${definitions.length} definitions are the controller's own`}`,
    })),
    ...[...kept].map(([kind, objects]) => ({
      name: kind,
      what: `nothing here defines it: ${objects.length} checked and kept in the state alone`,
    })),
    {
      name: "nodes and pods",
      what: "kwok plays the kubelets: no container runs",
    },
    {
      name: "storage drivers",
      what: "every claim gets a volume that is only an object",
    },
    {
      name: "placement of what others deploy",
      what: "a MutatingAdmissionPolicy of the API server with the expressions of the plan's Kyverno policies",
    },
  ];
}
