import type { MovePlan, MoveStep } from "../../infra/placement/move-plan/move-document";
import { count } from "./format";

/** `media/rest: 5 of its pods, one at a time, talos01 → talos03`. */
export function stepTitle(step: MoveStep): string {
  const { namespace, name, action, pods, atOnce, from = "", to = "" } = step;
  const many = pods === 1 ? "" : ` ×${pods}${atOnce === pods ? "" : atOnce === 1 ? ", one at a time" : `, ${atOnce} at a time`}`;
  const where = { move: `${from} → ${to}`, restart: `on ${to}`, stop: `on ${from}`, start: `on ${to}` }[action];
  return `${action} ${namespace}/${name}${many}, ${where}`;
}

/** What a step is missing while it lasts, or that nothing is. */
export function outageText({ outage }: MoveStep): string {
  return outage === undefined ? "no outage" : `outage of ${count(outage.pods, "pod")}: ${outage.because}`;
}

/** `11 steps, 25 pods restart, 20 of them with an outage`. */
export function movesSummary({ steps, blocked }: MovePlan): string {
  const sum = (rows: readonly { readonly pods: number }[]): number => rows.reduce((total, { pods }) => total + pods, 0);
  const moving = steps.filter(({ action }) => action === "move" || action === "restart");
  const parts = [
    count(steps.length, "step"),
    `${count(sum(moving), "pod")} restarted`,
    `${count(steps.filter(({ outage }) => outage !== undefined).length, "step")} with an outage`,
    ...(blocked.length === 0 ? [] : [`${count(sum(blocked), "pod")} blocked`]),
  ];
  return parts.join(", ");
}

/** What has to be done before the first step. */
export const beforeMoves =
  "Apply the plan's constraints first: they, and not these steps, make a pod start on its new node. Then one step at a time.";
