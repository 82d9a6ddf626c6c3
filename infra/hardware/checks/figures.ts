import type { Finding } from "../../diagnostics/finding";
import { cpuMilli, formatMemoryBytes, memoryBytes } from "../../quantities/quantity";
import { reservationOf } from "../allocatable";
import type { ParsedMachine } from "../schema";
import type { HardwareCheck } from "./check";

/** The figures of one machine fit together. */
export const checkFigures: HardwareCheck = ({ machines, operatingSystem }) =>
  machines.flatMap((machine) => [
    ...checkThreads(machine),
    ...checkPower(machine),
    ...checkObserved(machine),
    ...(operatingSystem === undefined ? [] : checkRoom(machine, reservationOf(operatingSystem, machine.role).memoryBytes)),
  ]);

function checkThreads({ name, cpu }: ParsedMachine): Finding[] {
  if (cpu.threads >= cpu.cores) {
    return [];
  }
  return [
    {
      path: `machines[${name}].cpu.threads`,
      message: `is less than its ${cpu.cores} cores`,
      value: String(cpu.threads),
      fix: "give the threads that the operating system sees: at least one for each core",
    },
  ];
}

function checkPower({ name, power }: ParsedMachine): Finding[] {
  if (power.idleWatts <= power.tdpWatts) {
    return [];
  }
  return [
    {
      path: `machines[${name}].power.idleWatts`,
      message: `is more than its ${power.tdpWatts} W at full load`,
      value: String(power.idleWatts),
      fix: "give the draw with nothing to do, in watts",
    },
  ];
}

function checkObserved({ name, cpu, memory, observedAllocatable: observed }: ParsedMachine): Finding[] {
  if (observed === undefined) {
    return [];
  }
  const findings: Finding[] = [];
  const path = `machines[${name}].observedAllocatable`;
  if (cpuMilli(observed.cpu) > cpu.threads * 1000) {
    findings.push({
      path: `${path}.cpu`,
      message: `is more than its ${cpu.threads} threads`,
      value: `"${observed.cpu}"`,
      fix: "copy it from `kubectl get node -o jsonpath={.status.allocatable}`",
    });
  }
  if (memoryBytes(observed.memory) > memoryBytes(memory)) {
    findings.push({
      path: `${path}.memory`,
      message: `is more than its memory of ${memory}`,
      value: `"${observed.memory}"`,
      fix: "copy it from `kubectl get node -o jsonpath={.status.allocatable}`",
    });
  }
  return findings;
}

function checkRoom({ name, memory, observedAllocatable }: ParsedMachine, reserved: number): Finding[] {
  if (observedAllocatable !== undefined || memoryBytes(memory) > reserved) {
    return [];
  }
  return [
    {
      path: `machines[${name}].memory`,
      message: `leaves nothing for pods: the system keeps ${formatMemoryBytes(reserved)}`,
      value: `"${memory}"`,
      fix: "give the memory with its unit, such as 16Gi",
    },
  ];
}
