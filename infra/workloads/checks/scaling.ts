import type { Finding } from "../../diagnostics/finding";
import { renderValue } from "../../schema/render";
import type { ParsedWorkload, Scaling } from "../schema";
import type { Trigger } from "../triggers";
import { pathOf, type WorkloadCheck } from "./check";

/** KEDA names the autoscaler that it makes `keda-hpa-<name>`, and that name may have 63 characters. */
const longestName = 54;

/** Scaling that KEDA accepts and that does what it says. */
export const checkScaling: WorkloadCheck = ({ workloads }) =>
  workloads.flatMap((row) => (row.scaling === undefined ? [] : checkRow(row, row.scaling)));

function checkRow(row: ParsedWorkload, scaling: Scaling): Finding[] {
  const { minReplicas, maxReplicas, triggers } = scaling;
  const replicas = row.replicas ?? 1;
  const findings: Finding[] = [];
  if (minReplicas > maxReplicas) {
    findings.push({
      path: pathOf(row, "scaling.minReplicas"),
      message: `is more than maxReplicas (${maxReplicas})`,
      value: String(minReplicas),
      fix: `use at most ${maxReplicas}`,
    });
  } else if (replicas < minReplicas || replicas > maxReplicas) {
    findings.push({
      path: pathOf(row, "replicas"),
      message: `lies outside of what KEDA keeps, ${minReplicas} to ${maxReplicas}`,
      value: String(replicas),
      fix: "give the pods at normal load, which is what the planner counts",
    });
  }
  if (row.name.length > longestName) {
    findings.push({
      path: pathOf(row, "name"),
      message: `has ${row.name.length} characters; scaled by KEDA it may have ${longestName}`,
      fix: "shorten it",
    });
  }
  if (minReplicas === 0 && triggers.every(({ type }) => type === "cpu" || type === "memory")) {
    findings.push({
      path: pathOf(row, "scaling.minReplicas"),
      message: `cannot be left again: ${triggers.map(({ type }) => type).join(" and ")} cannot see a pod that is not there`,
      value: "0",
      fix: "use at least 1, or add a trigger that sees work before there is a pod",
    });
  }
  for (const resource of ["cpu", "memory"] as const) {
    const requests = row.containers === undefined ? [row.requests] : row.containers.map((container) => container.requests);
    if (triggers.some(({ type }) => type === resource) && requests.some((each) => each?.[resource] === undefined)) {
      findings.push({
        path: pathOf(row, "scaling.triggers"),
        message: `scales on a share of a request for ${resource} that there is not`,
        value: resource,
        fix: `give every container a request for ${resource}`,
      });
    }
  }
  if (triggers.length > 1 && triggers.some(({ type }) => type === "http")) {
    findings.push({
      path: pathOf(row, "scaling.triggers"),
      message:
        "has an http trigger beside others: the HTTP add-on makes a ScaledObject of its own, and KEDA refuses a second one for the same workload",
      value: triggers.map(({ type }) => type).join(", "),
      fix: "keep the http trigger alone, with all its hosts, or replace it by a prometheus query over the ingress' requests",
    });
  }
  triggers.forEach((trigger, index) => {
    const path = pathOf(row, `scaling.triggers[${index}]`);
    findings.push(...checkTrigger(trigger, maxReplicas, path));
    const first = triggers.findIndex((other) => JSON.stringify(other) === JSON.stringify(trigger));
    if (first < index) {
      findings.push({ path, message: `is the same as triggers[${first}]`, value: renderValue(trigger), fix: "remove one of them" });
    }
  });
  return findings;
}

function checkTrigger(trigger: Trigger, maxReplicas: number, path: string): Finding[] {
  if (trigger.type === "kafka" && trigger.partitions < maxReplicas) {
    return [
      {
        path: `${path}.partitions`,
        message: `is less than maxReplicas (${maxReplicas}): a replica without a partition has nothing to read`,
        value: String(trigger.partitions),
        fix: `give the topic ${maxReplicas} partitions, or lower maxReplicas to ${trigger.partitions}`,
      },
    ];
  }
  if (trigger.type !== "cron") {
    return [];
  }
  const findings: Finding[] = [];
  if (trigger.start.trim().replace(/\s+/g, " ") === trigger.end.trim().replace(/\s+/g, " ")) {
    findings.push({
      path: `${path}.end`,
      message: "is the same as start: the window is never open",
      value: `"${trigger.end}"`,
      fix: "end it later than it starts",
    });
  }
  if (trigger.desiredReplicas > maxReplicas) {
    findings.push({
      path: `${path}.desiredReplicas`,
      message: `is more than maxReplicas (${maxReplicas})`,
      value: String(trigger.desiredReplicas),
      fix: `use at most ${maxReplicas}, or raise maxReplicas`,
    });
  }
  return findings;
}
