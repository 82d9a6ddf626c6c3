import type { Plan } from "../../infra/placement/plan-document";
import type { PlacementProblem } from "../../infra/placement/problem";
import type { Assignment } from "../../infra/placement/search/assign";
import { placeBase } from "../../infra/placement/search/base";
import { buildModel } from "../../infra/placement/search/model";
import { rankLevels } from "../../infra/placement/search/search";
import { State } from "../../infra/placement/search/state";
import type { AffectedPods, Failure } from "../../infra/placement/what-if/failure-document";
import { simulateFailures } from "../../infra/placement/what-if/failures";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";

/** What the plan's table says of the loss of one node. */
export interface ForetoldLoss {
  readonly node: string;
  /** False: too few control planes would be left to schedule anything. What else is said here is then of the node alone. */
  readonly controlPlaneWorks: boolean;
  /** Pods that may be without a node until this one is back, by their workload's id; workloads without any are left out. */
  readonly mayWait: ReadonlyMap<string, MayWait>;
  /** How many pods start elsewhere. */
  readonly starts: number;
}

export interface MayWait {
  readonly pods: number;
  readonly because: string;
}

/**
 * What `plan --failures` says of the loss of each node, by name, computed from where the pods are: a plan names a set of
 * nodes for each workload, and how many pods each of them has is the scheduler's choice. The control plane of a rehearsal
 * does not run on its nodes, so that a loss is always one of the node alone.
 */
export function foretoldLosses(problem: PlacementProblem, plan: Plan, pods: readonly ObservedPod[]): readonly ForetoldLoss[] {
  const table = failuresOfNodes(problem, plan, pods);
  if (table.every(({ controlPlaneWorks }) => controlPlaneWorks)) {
    return table.map((failure) => foretold(failure, true));
  }
  const elsewhere = { ...problem, nodes: problem.nodes.map((node) => ({ ...node, runsControlPlane: false })) };
  const alone = new Map(failuresOfNodes(elsewhere, plan, pods).map((failure) => [failure.name, failure]));
  return table.map((failure) => foretold(alone.get(failure.name) ?? failure, failure.controlPlaneWorks));
}

function failuresOfNodes(problem: PlacementProblem, plan: Plan, pods: readonly ObservedPod[]): readonly Failure[] {
  return [...simulateFailures(problem, observedAssignment(problem, pods), plan)].filter(({ kind }) => kind === "node");
}

function observedAssignment(problem: PlacementProblem, pods: readonly ObservedPod[]): Assignment {
  const model = buildModel(problem);
  const state = new State(model, []);
  placeBase(state);
  const indexOf = new Map(model.workloads.map(({ id, mode }, w) => [id, mode === "replicas" ? w : -1]));
  for (const { workload, node, deleting } of pods) {
    const w = indexOf.get(workload ?? "") ?? -1;
    const n = model.nodeIndex.get(node ?? "") ?? -1;
    if (w >= 0 && n >= 0 && !deleting && state.unplaced(w) > 0) {
      state.add(w, n);
    }
  }
  return { model, ranked: rankLevels(model), state };
}

function foretold({ name, survives, waits, helpless, lost }: Failure, controlPlaneWorks: boolean): ForetoldLoss {
  const rows = [
    ...waits.map((row) => mayWait(row, `nothing lets it start elsewhere (${row.blockedBy.join("; ")})`)),
    ...helpless.map((row) => mayWait(row, "it does not start elsewhere by itself")),
    ...lost.map((row) => mayWait(row, `it cannot start elsewhere: ${row.because}`)),
  ];
  return {
    node: name,
    controlPlaneWorks,
    mayWait: new Map(
      [...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => [
        id,
        { pods: own.reduce((sum, { pods }) => sum + pods, 0), because: own.map(({ because }) => because).join(", and ") },
      ]),
    ),
    starts: survives.reduce((sum, { pods }) => sum + pods, 0),
  };
}

function mayWait({ namespace, name, pods }: AffectedPods, because: string): MayWait & { readonly id: string } {
  return { id: `${namespace}/${name}`, pods, because };
}
