import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../../infra/hardware/machine";
import { childOptions } from "../child-options";
import { aliasesOf } from "../former-names";

export interface HighAvailabilityArgs {
  readonly clusterName: string;
  /** All machines of the cluster; those without high availability in the table are left alone. */
  readonly machines: readonly Machine[];
}

/**
 * What Proxmox restarts, and how often, and that no two control planes are brought onto one host: the loss of that host
 * would then take etcd's majority. Needs Proxmox VE 9, and disks on storage that all hosts reach.
 */
export class HighAvailability extends pulumi.ComponentResource {
  constructor(name: string, { clusterName, machines }: HighAvailabilityArgs, options?: pulumi.ComponentResourceOptions) {
    super("berth:hosts:HighAvailability", name, {}, options);
    const managed = machines.flatMap((machine) =>
      machine.vm?.highAvailability === undefined ? [] : [{ machine, resourceId: `vm:${machine.vm.id}`, ...machine.vm.highAvailability }],
    );
    const resources = managed.map(
      ({ machine, resourceId, maxRestart, maxRelocate }) =>
        new proxmox.Haresource(
          `${name}-${machine.name}`,
          { resourceId, type: "vm", state: "started", maxRestart, maxRelocate, comment: machine.name },
          // Proxmox knows it by the machine's id: created under the new name first, it would be there already.
          { ...childOptions(this, options), aliases: aliasesOf(name, machine.formerNames) },
        ),
    );
    const controlPlanes = managed.filter(({ machine }) => machine.role === "control-plane");
    if (controlPlanes.length > 1) {
      new proxmox.Harule(
        `${name}-control-planes`,
        {
          rule: `${clusterName}-control-planes`,
          type: "resource-affinity",
          affinity: "negative",
          resources: controlPlanes.map(({ resourceId }) => resourceId),
          comment: `Control planes of ${clusterName} stay on different hosts`,
        },
        // A rule may only name what is managed already.
        { parent: this, dependsOn: resources },
      );
    }
    this.registerOutputs({});
  }
}
