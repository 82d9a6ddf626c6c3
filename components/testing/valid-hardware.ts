import { normalizeHardware } from "../../infra/hardware/normalize";
import type { HardwareProfile, Machine } from "../../infra/hardware/machine";
import { validDefinition } from "../../infra/stack/testing/valid-stack";

/** The machines of the stack that is right in every respect. */
export function validHardware(): HardwareProfile {
  const { profile, findings } = normalizeHardware(validDefinition.hardware);
  if (profile === undefined) {
    throw new Error(findings.map(({ message }) => message).join("\n"));
  }
  return profile;
}

/** One of {@link validHardware}'s machines with some fields replaced. */
export function validMachine(name: string, change: Partial<Machine> = {}): Machine {
  const machine = validHardware().machines.find((each) => each.name === name);
  if (machine === undefined) {
    throw new Error(`the valid stack has no ${name}`);
  }
  return { ...machine, ...change };
}
