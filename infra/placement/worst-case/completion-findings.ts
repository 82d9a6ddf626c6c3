import type { Finding } from "../../diagnostics/finding";
import type { Plan } from "../plan-document";
import type { PlacementProblem } from "../problem";
import { compareText } from "../search/model";
import { completionVerdicts } from "./completion-verdicts";

/** So many workloads are named; of more, only how many they are. */
const named = 3;

/**
 * Workloads that may have to wait for room although the plan has a node for each of their pods, because kube-scheduler
 * places others otherwise than planned: those first that it takes the fewest others for. Of what is neither proven safe
 * nor shown to be at risk there is one finding together.
 *
 * @param allowed Nodes that the emitted constraints let each movable workload use: see `allowedNodes`.
 */
export function completionFindings(
  problem: PlacementProblem,
  plan: Plan,
  allowed: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Finding[] {
  const verdicts = [...completionVerdicts(problem, plan, allowed)];
  const risks = verdicts
    .flatMap(([id, verdict]) => (verdict.kind === "at risk" ? [{ id, crowding: verdict.order.crowding }] : []))
    .sort((a, b) => a.crowding.length - b.crowding.length || compareText(a.id, b.id));
  const unproven = verdicts.flatMap(([id, { kind }]) => (kind === "unproven" ? [id] : [])).sort(compareText);
  return [
    ...risks.map(({ id, crowding }) => ({
      path: `workloads[${id}]`,
      message: `may wait for room on ${[...(allowed.get(id) ?? [])].sort(compareText).join(", ")} when ${cause(crowding)}`,
      fix: 'pin: "strict" keeps what crowds it where it is planned',
    })),
    ...(unproven.length === 0
      ? []
      : [{ path: "workloads", message: `not proven to find room wherever the others land: ${listed(unproven)}` }]),
  ];
}

function cause(crowding: readonly string[]): string {
  const otherwise = `${crowding.length === 1 ? "lands" : "land"} otherwise than planned`;
  if (crowding.length === 0) {
    return `its own pods ${otherwise}`;
  }
  return crowding.length <= named ? `${listed(crowding)} ${otherwise}` : `${crowding.length} workloads ${otherwise} (${listed(crowding)})`;
}

function listed(ids: readonly string[]): string {
  return ids.length <= named
    ? [ids.slice(0, -1).join(", "), ...ids.slice(-1)].filter((part) => part !== "").join(" and ")
    : `${ids.slice(0, named).join(", ")} and ${ids.length - named} more`;
}
