import { type DeploymentFile, resourcesOf, type StateResource } from "./deployment";
import type { OperationFinding } from "./remedy";
import { markedMap } from "./secrets";

/** @param findings All of the state's pending operations, each decided: none is left pending. */
export function recoveredState(state: DeploymentFile, findings: readonly OperationFinding[]): DeploymentFile {
  const resources = findings.reduce<readonly StateResource[]>(settle, resourcesOf(state));
  return { ...state, deployment: { ...state.deployment, resources: [...resources], pending_operations: [] } };
}

function settle(resources: readonly StateResource[], { operation, found, remedy }: OperationFinding): readonly StateResource[] {
  const { urn, id } = operation.resource;
  if (remedy.kind === "forget") {
    return resources.filter((each) => each.urn !== urn || (each.id !== undefined && each.id !== id));
  }
  if (remedy.kind !== "import" || found?.what !== "there") {
    return resources;
  }
  const made = imported(operation.resource, found.resource);
  if (resources.some((each) => each.urn === urn && each.id === made.id && each.pendingReplacement !== true)) {
    return resources;
  }
  // What it replaces: one that was deleted before gives it its place, one that is still there goes with the next update.
  const others = resources.map((each) => (each.urn !== urn ? each : each.pendingReplacement === true ? made : { ...each, delete: true }));
  return others.includes(made) ? others : [...others, made];
}

/** What the engine would have written down, with what the provider says now. */
function imported(pending: StateResource, read: StateResource): StateResource {
  return {
    ...pending,
    id: read.id,
    inputs: markedMap(pending.inputs, read.inputs),
    outputs: markedMap(pending.inputs, read.outputs),
  };
}
