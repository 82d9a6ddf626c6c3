import type { Plan, PlannedWorkload } from "../../infra/placement/plan-document";

/** A part of a whole in percent, unrounded; 0 when there is no whole. */
export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (part * 100) / whole;
}

/** A percentage for reading: whole, as `kubectl describe node` shows it. */
export function formatPercent(percent: number): string {
  return `${Math.round(percent)} %`;
}

/** The value of an objective for reading: with at most two decimals. */
export function formatValue(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

/** A bar of eighth blocks, `width` characters wide, full at 100 percent. */
export function bar(percent: number, width: number): string {
  const eighths = Math.round((Math.min(100, Math.max(0, percent)) / 100) * width * 8);
  const full = Math.floor(eighths / 8);
  const rest = " ▏▎▍▌▋▊▉"[eighths % 8] ?? "";
  return `${"█".repeat(full)}${eighths % 8 === 0 ? "" : rest}`.padEnd(width, "·");
}

/** A count with its noun: `1 pod`, `2 pods`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

/** With a capital letter at its start, as a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `before → after`, or one of them when nothing changes. */
export function change(before: string | number, after: string | number): string {
  return String(before) === String(after) ? String(after) : `${before} → ${after}`;
}

/** `namespace/name`, with the number of pods where there is not exactly one. */
export function workloadName(workload: Pick<PlannedWorkload, "namespace" | "name" | "replicas">): string {
  return `${workload.namespace}/${workload.name}${workload.replicas === 1 ? "" : ` ×${workload.replicas}`}`;
}

/** Node names for reading; a dash when there is none. */
export function nodeList(names: readonly string[]): string {
  return names.length === 0 ? "–" : names.join(", ");
}

/** What a plan assumes, to follow the stack's name: ` (without talos03; at night)`; nothing when it assumes nothing. */
export function assumed({ assumptions }: Pick<Plan, "assumptions">): string {
  return assumptions === undefined ? "" : ` (${assumptions.join("; ")})`;
}
