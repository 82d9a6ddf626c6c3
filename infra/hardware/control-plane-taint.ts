import type { OperatingSystem, ParsedMachine, Taint } from "./schema";

/** The taint that keeps ordinary workloads off control planes. */
export const controlPlaneTaint: Taint = { key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" };

/**
 * A machine's taints: its own, and on a Talos control plane the one that Talos sets unless told to allow scheduling
 * there. K3s sets none: its servers run workloads unless the table gives them the taint.
 *
 * @param allowScheduling Whether control planes take ordinary workloads. Default: no.
 */
export function taintsOf(machine: ParsedMachine, operatingSystem: OperatingSystem["kind"], allowScheduling = false): readonly Taint[] {
  const byDefault = operatingSystem === "talos" && machine.role === "control-plane" && !allowScheduling;
  const listed = machine.taints.some(({ key, effect }) => key === controlPlaneTaint.key && effect === controlPlaneTaint.effect);
  return byDefault && !listed ? [controlPlaneTaint, ...machine.taints] : machine.taints;
}
