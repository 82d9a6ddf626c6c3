import { type Actor, actors, coordinationOf, type Permission } from "./coordination";
import type { Workload } from "./workload";

/** Version of the JSON that `plan --coordination --json` prints; changes when a field is removed or changes its meaning. */
export const coordinationVersion = 1;

/** Who may touch one workload. */
export interface CoordinatedWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly kind: Workload["kind"];
  readonly permissions: Readonly<Record<Actor, Permission>>;
}

/** The public contract of `plan --coordination --json`; its JSON Schema is `schema/coordination.schema.json`. */
export interface CoordinationMatrix {
  readonly version: typeof coordinationVersion;
  readonly stack: string;
  readonly actors: readonly Actor[];
  /** By namespace and name. */
  readonly workloads: readonly CoordinatedWorkload[];
}

/** The matrix of a stack. */
export function coordinationMatrix(stack: { readonly name: string; readonly workloads: readonly Workload[] }): CoordinationMatrix {
  const workloads = stack.workloads
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((workload) => ({
      namespace: workload.namespace,
      name: workload.name,
      kind: workload.kind,
      permissions: coordinationOf(workload),
    }));
  return { version: coordinationVersion, stack: stack.name, actors, workloads };
}
