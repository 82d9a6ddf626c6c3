import type { PlacementProblem } from "../problem";
import { assuming } from "./assuming";

/**
 * The problem after a node is gone: its pods have to start elsewhere. What is fixed there has no node any more.
 *
 * @param name A node, or a host, with which all of its machines go. Both must exist.
 */
export function withoutNode(problem: PlacementProblem, name: string): PlacementProblem {
  const lost = nodesNamed(problem, name);
  const nodes = problem.nodes.filter((node) => !lost.includes(node.name));
  const machines = lost.filter((node) => node !== name);
  return assuming(problem, { nodes }, `without ${name}${machines.length === 0 ? "" : ` (${machines.join(", ")})`}`);
}

/** The names of the nodes that a name stands for, sorted: that of a node for itself, that of a host for all it carries. */
export function nodesNamed({ nodes }: PlacementProblem, name: string): readonly string[] {
  const node = nodes.filter((each) => each.name === name);
  const meant = node.length > 0 ? node : nodes.filter(({ host }) => host === name);
  return meant.map((each) => each.name).sort();
}
