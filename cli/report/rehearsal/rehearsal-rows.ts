import type { DrillReport, PlacedWorkload, RehearsalReport } from "../../../rehearsal/report/rehearsal-document";
import { count, formatPercent, nodeList, percentOf } from "../format";

/** The columns of a table of drills, in order. */
export const drillColumns = ["drill", "", "seconds", "what was seen"] as const;

/** A drill as the cells of {@link drillColumns}. */
export function drillCells({ name, outcome, seconds, summary, reason }: DrillReport): readonly string[] {
  return [name, outcome, seconds.toFixed(1), reason === undefined ? summary : `${summary}: ${reason}`];
}

/** The columns of a table of nodes, in order. */
export const nodeColumns = ["node", "CPU requests", "memory requests", "pods"] as const;

/** A node as the cells of {@link nodeColumns}. */
export function nodeCells({ name, cpuMilli, memoryMiB, pods }: RehearsalReport["nodes"][number]): readonly string[] {
  return [
    name,
    formatPercent(percentOf(cpuMilli.requested, cpuMilli.allocatable)),
    formatPercent(percentOf(memoryMiB.requested, memoryMiB.allocatable)),
    String(pods.requested),
  ];
}

/** The columns of a table of workloads, in order. */
export const workloadColumns = ["workload", "planned", "fails over to", "scheduled", ""] as const;

/** A workload as the cells of {@link workloadColumns}. */
export function workloadCells(workload: PlacedWorkload): readonly string[] {
  const { namespace, name, planned, failover, outcome } = workload;
  return [`${namespace}/${name}`, nodeList(planned), nodeList(failover), scheduledOn(workload), outcome];
}

function scheduledOn({ scheduled, pending }: PlacedWorkload): string {
  const bound = Object.entries(scheduled).map(([node, pods]) => (pods === 1 ? node : `${node} ×${pods}`));
  return [...bound, ...(pending === 0 ? [] : [`${pending} pending`])].join(", ") || "–";
}

/** One line a finding: the pod, where it should be, where it is, and why that is wrong. */
export function findingSentence({ subject, planned, failover = [], node, message }: DrillReport["findings"][number]): string {
  const sets =
    planned === undefined ? [] : [`planned ${nodeList(planned)}`, ...(failover.length === 0 ? [] : [`failover ${nodeList(failover)}`])];
  const where = node === undefined ? [] : [`on ${node}`];
  const about = [...sets, ...where].join(", ");
  return `${subject}${about === "" ? "" : ` (${about})`}: ${message}`;
}

/** The whole result in one sentence. */
export function rehearsalVerdict({ holds, drills }: RehearsalReport): string {
  const broken = drills.filter(({ outcome }) => outcome === "broken").map(({ name }) => name);
  const skipped = drills.filter(({ outcome }) => outcome === "skipped").length;
  const aside = skipped === 0 ? "" : `, ${skipped} skipped`;
  return holds
    ? `the plan holds: ${count(drills.length - skipped, "drill")} held${aside}`
    : `the plan does not hold: ${broken.join(", ")}${aside}`;
}

/** Where the time went, in one line. */
export function timeSentence({ phases, peakMemoryMiB }: RehearsalReport): string {
  const total = phases.reduce((sum, { seconds }) => sum + seconds, 0);
  const parts = phases.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`);
  return `${total.toFixed(0)} s (${parts.join(", ")}); at most ${(peakMemoryMiB / 1024).toFixed(1)} GiB of memory`;
}

/** What it ran on, in one line. */
export function settingSentence({ kubernetesVersion, nodes, resources, seed }: RehearsalReport): string {
  return `Kubernetes ${kubernetesVersion}, ${count(nodes.length, "simulated node")}, ${count(resources, "resource")} brought up; seed ${seed}`;
}
