import type { AlertRule } from "../autoscaling/alerts";
import type { Machine } from "../hardware/machine";
import type { PlacementProblem } from "../placement/problem";
import type { Plan } from "../placement/plan-document";
import type { Stack } from "../stack/stack";
import { plannedSets, podsOf } from "./planned-sets";
import { nodeRequestsPercent } from "./pod-series";
import { anyOf } from "./rule";

/**
 * Pods that are where the plan does not have them: one pair of rules for all workloads with the same nodes, not one for
 * each workload, so that a plan of hundreds needs a dozen, and the rule itself can say where the pods belong.
 */
export function placementAlerts(stack: Pick<Stack, "workloads" | "hardware">, plan: Plan): readonly AlertRule[] {
  const nodes = stack.hardware.machines.map(({ name }) => name);
  return plannedSets(stack, plan).flatMap((set): readonly AlertRule[] => {
    const allowed = [...set.planned, ...set.failover];
    const belongs = `It belongs on ${set.planned.join(" or ")}`;
    return [
      ...(nodes.every((node) => allowed.includes(node))
        ? []
        : [
            alert(
              "PodOutsidePlan",
              podsOf(set, `node!~"${anyOf(allowed)}"`),
              "15m",
              "warning",
              "{{ $labels.namespace }}/{{ $labels.pod }} is on {{ $labels.node }}, where the plan never has it",
              `${belongs}${set.failover.length === 0 ? "" : `, and falls back to ${set.failover.join(" or ")}`}. It started without its placement: restart it, and look whether Kyverno runs and its policy is there.`,
            ),
          ]),
      ...(set.failover.length === 0
        ? []
        : [
            alert(
              "PodOnFailoverNode",
              podsOf(set, `node=~"${anyOf(set.failover)}"`),
              "1d",
              "info",
              "{{ $labels.namespace }}/{{ $labels.pod }} has been on {{ $labels.node }} for more than a day",
              `${belongs}; there it only falls back to. When its planned nodes are well and have room, restart it.`,
            ),
          ]),
    ];
  });
}

/** Nodes whose pods request more than the plan's ceiling. */
export function ceilingAlerts(
  machines: readonly Pick<Machine, "name" | "role">[],
  ceilings: PlacementProblem["ceilings"],
): readonly AlertRule[] {
  return (["controlPlane", "worker"] as const).flatMap((role) => {
    const nodes = machines.filter((machine) => (machine.role === "worker") === (role === "worker")).map(({ name }) => name);
    const limits = [
      { resource: "cpu", word: "CPU", percent: ceilings[role].cpuPercent },
      { resource: "memory", word: "memory", percent: ceilings[role].memoryPercent },
    ];
    return nodes.length === 0
      ? []
      : limits.map(({ resource, word, percent }) =>
          alert(
            "NodeOverCeiling",
            `${nodeRequestsPercent}{resource="${resource}", node=~"${anyOf(nodes)}"} > ${percent}`,
            "30m",
            "warning",
            `Pods request {{ $value | printf "%.0f" }} % of the ${word} of {{ $labels.node }}`,
            `The plan keeps it at ${percent} % or below. Look what was added (npm run observe) and plan anew.`,
          ),
        );
  });
}

function alert(
  name: string,
  expr: string,
  duration: string,
  severity: "warning" | "info",
  summary: string,
  description: string,
): AlertRule {
  return { alert: name, expr, for: duration, labels: { severity }, annotations: { summary, description } };
}
