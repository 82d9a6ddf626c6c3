import type { Finding } from "../../diagnostics/finding";
import { renderValue } from "../../schema/render";
import { localVolumeOf } from "../immovable";
import type { ParsedWorkload } from "../schema";
import type { Trigger } from "../triggers";
import { pathOf, type WorkloadCheck } from "./check";

/**
 * No two actors of the matrix of coordination undo each other's work (seed 000, strategy 3), and each is given only what
 * it can touch. That a budget lets a pod go is checked for every budget.
 */
export const checkCoordination: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row) => [...checkDescheduler(row), ...checkVpa(row), ...checkExceptions(row)]);

/** The descheduler moves what has a budget, its own or its operator's, and neither KEDA nor its node. */
function checkDescheduler(row: ParsedWorkload): Finding[] {
  if (!row.rebalance) {
    return [];
  }
  const path = pathOf(row, "rebalance");
  const findings: Finding[] = [];
  if (row.scaling !== undefined) {
    findings.push({
      path,
      message: "gives the workload to the descheduler, and scaling gives it to keda: it can have only one of them",
      value: "true",
      fix: "remove rebalance, or scaling",
    });
  }
  if (row.disruption === undefined) {
    findings.push({ path, message: "needs a disruption budget that allows an eviction", fix: "add disruption: { maxUnavailable: 1 }" });
  }
  const volume = localVolumeOf(row);
  if (row.immovable !== undefined || volume !== undefined) {
    findings.push({
      path,
      message: `lets the descheduler move what cannot move: ${row.immovable ?? `volume "${volume ?? ""}" is node-local`}`,
      fix: "remove rebalance",
    });
  }
  if (row.exceptions.karpenter?.allowed === false) {
    findings.push({
      path,
      message: "gives the workload to the descheduler, and exceptions.karpenter keeps karpenter from moving it: both would evict it alike",
      value: "true",
      fix: "remove rebalance, or exceptions.karpenter",
    });
  }
  return findings;
}

/** KEDA and the VPA go together, unless both act on what the pods use of the same resource. */
function checkVpa(row: ParsedWorkload): Finding[] {
  const { verticalScaling, scaling } = row;
  if (verticalScaling === undefined || verticalScaling.mode === "Off") {
    return [];
  }
  return (scaling?.triggers ?? []).flatMap((trigger, index): Finding[] => {
    const shared = verticalScaling.resources.filter((resource) => measures(trigger, resource));
    if (shared.length === 0 || (trigger.type === "prometheus" && row.exceptions.vpa !== undefined)) {
      return [];
    }
    return [
      {
        path: pathOf(row, "verticalScaling.resources"),
        message: `gives the request of ${shared.join(" and ")} to the VPA, and KEDA counts pods by what they use of it in scaling.triggers[${index}] (${trigger.type}): the more each requests, the fewer there are`,
        value: renderValue(verticalScaling.resources),
        fix: `leave ${shared.join(" and ")} out, scale on what there is to do (kafka, or a prometheus query of requests or connections), or remove verticalScaling`,
      },
    ];
  });
}

/** What pods use, as the kubelet's metrics are called. */
const usage = {
  cpu: /\bcontainer_cpu_usage_seconds_total\b/,
  memory: /\bcontainer_memory_(working_set|usage|rss)(_bytes)?\b/,
} as const;

function measures(trigger: Trigger, resource: "cpu" | "memory"): boolean {
  return trigger.type === resource || (trigger.type === "prometheus" && usage[resource].test(trigger.query));
}

/** An exception changes something: one that does not only misleads its reader. */
function checkExceptions(row: ParsedWorkload): Finding[] {
  const { karpenter, vpa } = row.exceptions;
  const findings: Finding[] = [];
  const stays = row.immovable !== undefined || localVolumeOf(row) !== undefined || row.kind === "CronJob";
  if (karpenter?.allowed === true && !stays) {
    findings.push(nothingChanged(row, "karpenter", "karpenter may move it anyway"));
  }
  if (karpenter?.allowed === false && row.immovable !== undefined) {
    findings.push(nothingChanged(row, "karpenter", `karpenter leaves it alone anyway: ${row.immovable}`));
  }
  if (karpenter?.allowed === false && (row.kind === "DaemonSet" || row.kind === "StaticPod")) {
    findings.push(nothingChanged(row, "karpenter", `karpenter does not look at the pods of a ${row.kind}`));
  }
  if (vpa !== undefined && !row.scaling?.triggers.some(({ type }) => type === "prometheus")) {
    findings.push(nothingChanged(row, "vpa", "no prometheus query of keda's meets the VPA"));
  }
  return findings;
}

function nothingChanged(row: ParsedWorkload, actor: "karpenter" | "vpa", because: string): Finding {
  return { path: pathOf(row, `exceptions.${actor}`), message: `changes nothing: ${because}`, fix: "remove it" };
}
