import type { Workload } from "../../../../infra/workloads/workload";

/** What identifies an object that something else than the tables brings. */
interface BroughtObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/**
 * Which workloads of the tables a rehearsal has to play, so that each runs once: those that Berth does not deploy, and
 * that no chart brings which is rendered here, nor a component that makes them itself. The workloads of a release that is
 * only recorded are played like any other.
 *
 * @param brought What charts and components bring, as a preview finds it.
 */
export function playedWorkloads<Row extends Pick<Workload, "kind" | "namespace" | "name" | "managedBy">>(
  workloads: readonly Row[],
  brought: readonly BroughtObject[],
): readonly Row[] {
  const owned = new Set(brought.map(({ kind, namespace, name }) => `${kind} ${namespace ?? ""}/${name}`));
  return workloads.filter(({ kind, namespace, name, managedBy }) => managedBy !== "berth" && !owned.has(`${kind} ${namespace}/${name}`));
}
