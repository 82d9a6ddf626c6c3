import type { OperatingSystem } from "../../hardware/schema";
import type { Node } from "../api/node";
import { roleOf } from "./machine-row";
import { isControlPlaneTaint } from "./taints";

/** Whether Talos is told to let ordinary workloads onto control planes: it then sets its taint on none of them. */
export function allowsSchedulingOnControlPlanes(nodes: readonly Node[], system: OperatingSystem["kind"]): boolean {
  const controlPlanes = nodes.filter((node) => roleOf(node) === "control-plane");
  return system === "talos" && controlPlanes.length > 0 && !controlPlanes.some(({ spec }) => spec.taints.some(isControlPlaneTaint));
}
