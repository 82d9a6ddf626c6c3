import type { ClusterInPlan } from "./cluster-in-plan";
import { areRead, type ListName, type Missing, type ReadLists } from "./lists";

/** `critical`: something does not run. `warning`: something will not, or not where it should. `info`: worth knowing. */
export const severities = ["critical", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

/** One thing that is wrong with the cluster. */
export interface SymptomFinding {
  readonly severity: Severity;
  /** What it is about: `media/sonarr-0`, `node talos01`. */
  readonly subject: string;
  /** What the cluster shows, in its own words where it has some. */
  readonly seen: string;
  /** Why that is so, as far as the cluster and the tables tell. */
  readonly why: string;
  readonly fix: string;
}

export interface Symptom {
  /** Kebab-case. */
  readonly name: string;
  /** What it is called in reports. */
  readonly title: string;
  /** Lists that it cannot be looked for without. */
  readonly needs: readonly ListName[];
  /** @returns Which list is missing, where one is. */
  find(cluster: ClusterInPlan): readonly SymptomFinding[] | NotLookedFor;
}

/** A symptom that was not looked for: nothing is known about it, which does not mean that all is well. */
export interface NotLookedFor {
  readonly list: ListName;
  readonly missing: Missing;
}

/** A symptom, of which `find` gets the lists that it needs. */
export function defineSymptom<Need extends ListName>({
  find,
  findWithout,
  ...symptom
}: Pick<Symptom, "name" | "title"> & {
  readonly needs: readonly Need[];
  readonly find: (lists: ReadLists<Need>, cluster: ClusterInPlan) => readonly SymptomFinding[];
  /** What it means by itself that the cluster does not serve a list. Default: it is not looked for. */
  readonly findWithout?: (cluster: ClusterInPlan) => readonly SymptomFinding[];
}): Symptom {
  return {
    ...symptom,
    find: (cluster) => {
      const { readings } = cluster;
      if (areRead(readings, symptom.needs)) {
        return find(readings, cluster);
      }
      const list = symptom.needs.find((name) => typeof readings[name] === "string");
      if (list === undefined) {
        throw new Error(`${symptom.name} lacks nothing that it needs`);
      }
      const missing = readings[list] === "denied" ? "denied" : "absent";
      return missing === "absent" && findWithout !== undefined ? findWithout(cluster) : { list, missing };
    },
  };
}
