import type { Finding } from "../../diagnostics/finding";
import type { OperatingSystem, ParsedHost, ParsedMachine } from "../schema";

/** The rows of a hardware table that are right in themselves. */
export interface HardwareRows {
  /** Undefined when the `cluster` section is wrong. */
  readonly operatingSystem: OperatingSystem["kind"] | undefined;
  readonly hosts: readonly ParsedHost[];
  readonly machines: readonly ParsedMachine[];
  /** Names of all hosts, those included whose rows are wrong. */
  readonly hostNames: readonly string[];
  /** How many machines the table has, the wrong rows included. */
  readonly machineCount: number;
}

/** Finds what is wrong between rows that are each right in themselves. */
export type HardwareCheck = (rows: HardwareRows) => readonly Finding[];
