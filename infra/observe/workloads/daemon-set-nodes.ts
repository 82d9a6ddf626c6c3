import { taintsOf } from "../../hardware/control-plane-taint";
import { type MachineRow, machineSchema, type OperatingSystem, type Taint } from "../../hardware/schema";
import { runsOn } from "../../workloads/node-matching";
import { type NamespaceRow, tolerationSchema, type WorkloadRow } from "../../workloads/schema";
import { controlPlaneTaint } from "../../hardware/control-plane-taint";
import { allModelLabels, type ModelMachine } from "../machines/model-labels";
import { type ObservedWorkload, workloadId } from "../owners/observed-workload";
import type { Remarks } from "../remarks";

/** Says where the nodes that a DaemonSet's row stands for are not the nodes that its pods are on. */
export function remarkDaemonSetNodes(
  row: WorkloadRow,
  workload: ObservedWorkload,
  namespace: NamespaceRow | undefined,
  tables: {
    readonly machines: readonly MachineRow[];
    readonly modelMachines: readonly ModelMachine[];
    readonly system: OperatingSystem["kind"];
    readonly allowSchedulingOnControlPlanes: boolean;
  },
  remarks: Remarks,
): void {
  const tolerations = (row.tolerations ?? []).map((toleration) => tolerationSchema.parse(toleration));
  const core =
    namespace?.core === true ? [{ key: controlPlaneTaint.key, operator: "Exists" as const, effect: controlPlaneTaint.effect }] : [];
  const card =
    row.gpu === undefined ? [] : [...new Set(tables.machines.flatMap(({ gpus }) => (gpus ?? []).map(({ resource }) => resource)))];
  const pod = {
    requires: row.requires ?? [],
    tolerations: [...tolerations, ...core, ...card.map((key) => ({ key, operator: "Exists" as const }))],
  };
  const labels = new Map(tables.modelMachines.map((machine) => [machine.name, allModelLabels(machine)]));
  const taintsIn = (machine: MachineRow): readonly Taint[] =>
    taintsOf(machineSchema.parse(machine), tables.system, tables.allowSchedulingOnControlPlanes);
  const planned = tables.machines
    .filter((machine) => runsOn(pod, { labels: labels.get(machine.name) ?? {}, taints: taintsIn(machine) }))
    .map(({ name }) => name);
  const running = new Set(workload.pods.map(({ spec }) => spec.nodeName ?? ""));
  const extra = planned.filter((name) => !running.has(name));
  const missing = [...running].filter((name) => !planned.includes(name)).sort();
  if (extra.length > 0) {
    remarks.add("changed", workloadId(workload), `the tables put a pod of this DaemonSet on ${extra.join(", ")} too, where none runs now`);
  }
  if (missing.length > 0) {
    remarks.add("changed", workloadId(workload), `the tables put no pod of this DaemonSet on ${missing.join(", ")}, where one runs now`);
  }
}
