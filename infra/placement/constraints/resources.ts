import type { State } from "../search/state";
import { formatAmount } from "./amounts";
import type { NodeConstraint } from "./constraint";

/**
 * The resources that the node has too little of for one more pod. Each resource is a constraint of its own, named
 * `cpu`, `memory` or as the extended resource. A resource that the pod does not request is not looked at, even on a node
 * that is over its capacity: kube-scheduler skips a zero request.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/framework/plugins/noderesources/fit.go
 */
export function scarceResources(state: State, w: number, n: number): readonly { readonly resource: string; readonly missing: number }[] {
  const { resources } = state.model;
  return resources.flatMap((resource, r) => {
    const request = state.model.requests[w * resources.length + r] ?? 0;
    const missing = request - state.free(n, r);
    return request > 0 && missing > 0 ? [{ resource, missing }] : [];
  });
}

/** The same test without the report. */
export function hasResources(state: State, w: number, n: number): boolean {
  const { requests, width } = state.model;
  for (let r = 0; r < width; r++) {
    const request = requests[w * width + r] ?? 0;
    if (request > 0 && request > state.free(n, r)) {
      return false;
    }
  }
  return true;
}

export const resources: NodeConstraint = {
  obstacles: (state, w, n) =>
    hasResources(state, w, n)
      ? []
      : scarceResources(state, w, n).map(({ resource, missing }) => ({
          constraint: resource,
          reason: `${formatAmount(resource, missing)} too little`,
        })),
};
