import type { Machine } from "../../../infra/hardware/machine";
import type { MachineConfiguration } from "./document";

/** The first disk of a virtual machine with a SCSI controller, and Talos' own default. */
const defaultDisk = "/dev/sda";

/**
 * Where Talos installs itself and from which image. A machine that boots from a disk image is installed already: there
 * the image counts for upgrades.
 *
 * @param image Installer with the machine's extensions.
 */
export function install({ installDisk }: Machine, image: string): MachineConfiguration {
  return { machine: { install: { disk: installDisk ?? defaultDisk, image, wipe: false } } };
}
