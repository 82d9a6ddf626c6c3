import type { Finding } from "../../diagnostics/finding";
import type { ParsedFleet } from "../fleet-schema";
import type { OperatingSystem, ParsedCard, ParsedCluster, ParsedContainer, ParsedHost, ParsedMachine } from "../schema";

/** The rows of a hardware table that are right in themselves. */
export interface HardwareRows {
  /** Undefined when the `cluster` section is wrong. */
  readonly cluster: ParsedCluster | undefined;
  /** Undefined when the `cluster` section is wrong. */
  readonly operatingSystem: OperatingSystem["kind"] | undefined;
  readonly allowSchedulingOnControlPlanes: boolean;
  readonly hosts: readonly ParsedHost[];
  readonly cards: readonly ParsedCard[];
  /** Each with what its cards bring, and with what is plugged in for it. */
  readonly machines: readonly ParsedMachine[];
  readonly containers: readonly ParsedContainer[];
  /** Their machines are among `machines`. */
  readonly fleets: readonly ParsedFleet[];
  /** How many fleets the table has, the wrong rows included. */
  readonly fleetCount: number;
  /** How many servers the fleet whose number varies is to have; undefined when nobody says. */
  readonly nodes: number | undefined;
  /** Names of all hosts, those included whose rows are wrong. */
  readonly hostNames: readonly string[];
  /** Names of all machines and containers, those included whose rows are wrong. */
  readonly guestNames: readonly string[];
  /** How many machines the table has, the wrong rows included; one more while a fleet is wrong. */
  readonly machineCount: number;
}

/** Finds what is wrong between rows that are each right in themselves. */
export type HardwareCheck = (rows: HardwareRows) => readonly Finding[];
