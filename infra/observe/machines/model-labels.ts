import { capabilityLabels, discoveredLabels } from "../../hardware/capabilities";
import { controlPlaneLabel, hostnameLabel } from "../../hardware/node-labels";
import { type MachineRow, machineSchema, type OperatingSystem } from "../../hardware/schema";
import { memoryBytes } from "../../quantities/quantity";

/** A machine as the planner will see it. */
export interface ModelMachine {
  readonly name: string;
  /** The labels by which the tables can select it. Its host name and operating system are not among them. */
  readonly capabilities: Readonly<Record<string, string>>;
}

/**
 * The labels that a loaded stack gives a machine: those that follow from its row, its own, what discovery adds, and
 * the mark of a control plane.
 */
export function modelMachineOf(row: MachineRow, system: OperatingSystem["kind"]): ModelMachine {
  const machine = machineSchema.parse(row);
  const role = machine.role === "control-plane" ? { [controlPlaneLabel]: system === "k3s" ? "true" : "" } : {};
  return {
    name: machine.name,
    capabilities: { ...discoveredLabels(machine), ...machine.labels, ...capabilityLabels(machine, memoryBytes(machine.memory)), ...role },
  };
}

/** All labels of a machine, with those that every node has. */
export function allModelLabels({ name, capabilities }: ModelMachine): Readonly<Record<string, string>> {
  return { ...capabilities, [hostnameLabel]: name, "kubernetes.io/os": "linux" };
}
