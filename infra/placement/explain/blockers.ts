import { constraints } from "../constraints";
import { podCountConstraint } from "../constraints/pod-count";
import { formatRequirement, requirementsConstraint, unmetRequirements } from "../constraints/requirements";
import { scarceResources } from "../constraints/resources";
import { blockingTaints, formatTaint, taintsConstraint } from "../constraints/taints";
import { targetConstraint, unmetTarget } from "../constraints/target";
import type { PlacementNode, PlacementWorkload } from "../problem";
import type { State } from "../search/state";
import { type Change, onNode, onWorkload } from "./change";
import { obstacles } from "./obstacles";
import { moreDevices } from "./more-devices";
import { largerNode, smallerRequest } from "./resource-changes";

/**
 * One thing that keeps a workload's pods off nodes, as small as a person can act on: a taint, a requirement, a part of the
 * target, what one node has too little of, or a rule about other pods.
 */
export interface Blocker {
  /** The constraint's name in a plan's `blockedBy`. */
  readonly constraint: string;
  /** Changes that each take it away from the node asked about, the first with no regard to cost; none when nothing does. */
  readonly changes: readonly Change[];
}

/** What each kind of change costs, from giving up a wish to buying hardware; a constraint's own `remedy` says what it costs. */
const costs = { target: 1, pods: 3, taints: 4, requirements: 6 } as const;

/**
 * What keeps one more pod of the workload off the node as things are; the pod can start there once all of it is gone.
 *
 * @param pods For how many pods at once resources are to suffice.
 */
export function blockersOn(state: State, w: number, n: number, pods = 1): readonly Blocker[] {
  const workload = state.model.workloads[w];
  const node = state.model.nodes[n];
  return workload === undefined || node === undefined
    ? []
    : obstacles(state, w, n).flatMap(({ constraint }) => {
        switch (constraint) {
          case taintsConstraint:
            return blockingTaints(workload, node).map((taint) => ({
              constraint,
              changes: [tolerate(workload, taint)],
            }));
          case requirementsConstraint:
            return unmetRequirements(node, workload.requires).map((requirement) => ({
              constraint,
              changes: [dropRequirement(workload, requirement)],
            }));
          case targetConstraint:
            return unmetTarget(workload, node).map((requirement) => ({
              constraint,
              changes: [dropTarget(workload, requirement)],
            }));
          case podCountConstraint:
            return [{ constraint, changes: [allowPods(node, (state.pods[n] ?? 0) + pods)] }];
          default:
            return [byOthers(state, constraint, w, n) ?? byResource(state, constraint, w, n, pods)];
        }
      });
}

/** A constraint that looks at other pods is one thing for all nodes where one change to the workload takes it away. */
function byOthers(state: State, constraint: string, w: number, n: number): Blocker | undefined {
  const workload = state.model.workloads[w];
  const registered = constraints.find(({ name }) => name === constraint);
  if (registered === undefined || workload === undefined) {
    return undefined;
  }
  const remedy = registered.remedy?.(workload);
  const change = registered.relief?.(state, w, n);
  return {
    constraint,
    changes: [
      ...(remedy === undefined ? [] : [onWorkload(workload.id, remedy.cost, remedy.text, remedy.change)]),
      ...(change === undefined ? [] : [change]),
    ],
  };
}

/** Too little of a resource on the node; a constraint that is none has nothing that would help. */
function byResource(state: State, resource: string, w: number, n: number, pods: number): Blocker {
  const { nodes, workloads, resources, requests } = state.model;
  const node = nodes[n];
  const workload = workloads[w];
  const missing = scarceResources(state, w, n).find((scarce) => scarce.resource === resource)?.missing ?? 0;
  if (node === undefined || workload === undefined || missing <= 0) {
    return { constraint: resource, changes: [] };
  }
  const request = requests[w * resources.length + resources.indexOf(resource)] ?? 0;
  if (node.sharedDevices?.[resource] !== undefined) {
    const change = moreDevices(state, w, n, resource, pods);
    return { constraint: resource, changes: change === undefined ? [] : [change] };
  }
  const smaller = smallerRequest(workload, resource, missing);
  return {
    constraint: resource,
    changes: [largerNode(node, resource, missing + (pods - 1) * request), ...(smaller === undefined ? [] : [smaller])],
  };
}

function tolerate(workload: PlacementWorkload, taint: PlacementNode["taints"][number]): Change {
  const { key, value, effect } = taint;
  return onWorkload(workload.id, costs.taints, `tolerate ${formatTaint(taint)}`, (old) => ({
    ...old,
    tolerations: [...old.tolerations, { key, value, effect, operator: "Equal" }],
  }));
}

function dropRequirement(workload: PlacementWorkload, requirement: PlacementWorkload["requires"][number]): Change {
  const text = formatRequirement(requirement);
  return onWorkload(workload.id, costs.requirements, `drop the requirement ${text}`, (old) => ({
    ...old,
    requires: old.requires.filter((each) => formatRequirement(each) !== text),
  }));
}

function dropTarget(workload: PlacementWorkload, requirement: PlacementWorkload["target"][number]): Change {
  const text = formatRequirement(requirement);
  return onWorkload(workload.id, costs.target, `drop the target ${text}`, (old) => ({
    ...old,
    target: old.target.filter((each) => formatRequirement(each) !== text),
  }));
}

function allowPods(node: PlacementNode, pods: number): Change {
  return onNode(node.name, costs.pods, `allow ${pods} pods on ${node.name}`, (old) => ({
    ...old,
    allocatable: { ...old.allocatable, pods },
  }));
}
