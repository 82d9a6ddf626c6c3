import type { Actor } from "../../infra/workloads/coordination";
import type { CoordinatedWorkload, CoordinationMatrix } from "../../infra/workloads/coordination-document";

/** The columns of the matrix, in order. */
export function coordinationColumns({ actors }: CoordinationMatrix): readonly string[] {
  return ["workloads", ...actors.map((actor) => actorName[actor])];
}

const actorName: Readonly<Record<Actor, string>> = {
  keda: "KEDA",
  vpa: "VPA",
  descheduler: "descheduler",
  karpenter: "Karpenter",
  upgrade: "upgrade",
};

/** A row for all workloads of a namespace that are alike: their names, then one cell for each actor. */
export interface CoordinationRow {
  readonly workloads: readonly string[];
  readonly cells: readonly { readonly allowed: boolean; readonly text: string }[];
}

export function coordinationRows({ actors, workloads }: CoordinationMatrix): readonly CoordinationRow[] {
  const cellsOf = ({ permissions }: CoordinatedWorkload): CoordinationRow["cells"] =>
    actors.map((actor) => {
      const { allowed, how, exception } = permissions[actor];
      return { allowed, text: exception === undefined ? how : `${how}; an exception: ${exception}` };
    });
  const alike = Map.groupBy(workloads, (workload) => JSON.stringify([workload.namespace, cellsOf(workload)]));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ workloads: group.map(({ namespace, name }) => `${namespace}/${name}`), cells: cellsOf(first) }];
  });
}

/** What is to be known of the table as a whole. */
export function coordinationSummary({ workloads }: CoordinationMatrix): string {
  const by = (actor: Actor): number => workloads.filter(({ permissions }) => permissions[actor].allowed).length;
  const exceptions = workloads.flatMap(({ permissions }) => Object.values(permissions)).filter(({ exception }) => exception !== undefined);
  return `Of ${workloads.length} workloads KEDA scales ${by("keda")}, the VPA changes ${by("vpa")}, the descheduler moves ${by("descheduler")}, Karpenter leaves ${workloads.length - by("karpenter")} alone; ${exceptions.length === 0 ? "no exceptions" : exceptions.length === 1 ? "1 exception" : `${exceptions.length} exceptions`}.`;
}
