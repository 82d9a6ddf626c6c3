import type * as pulumi from "@pulumi/pulumi";
import { machine as talos } from "@pulumiverse/talos";
import type { HardwareProfile, Machine } from "../../infra/hardware/machine";
import { aliasesOf } from "../former-names";
import type { TalosDocument } from "./patches/document";
import { type ApplyMode, TalosNodeConfiguration } from "./talos-node-configuration";
import { talosVersionOf } from "./talos-version";

export interface ConfigureMachinesArgs {
  readonly hardware: HardwareProfile;
  readonly secrets: talos.Secrets;
  /** Documents of the user's own. */
  readonly documentsOf: (machine: Machine) => readonly pulumi.Input<string>[];
  /** What Berth sets. */
  readonly patchesOf: (machine: Machine) => readonly pulumi.Input<TalosDocument>[];
  readonly applyMode: ApplyMode | undefined;
  /** What has to be there before the first machine is sent anything. */
  readonly dependsOn: NonNullable<pulumi.ComponentResourceOptions["dependsOn"]>;
}

/**
 * Configures a cluster's machines one after the other, control planes first: a mistake is met on one machine, not on all
 * at once.
 */
export function configureMachines(
  parent: pulumi.ComponentResource,
  name: string,
  { hardware, secrets, documentsOf, patchesOf, applyMode, dependsOn }: ConfigureMachinesArgs,
): readonly TalosNodeConfiguration[] {
  const configurationOf = (machineType: "controlplane" | "worker"): pulumi.Output<string> =>
    talos.getConfigurationOutput(
      {
        clusterName: hardware.clusterName,
        clusterEndpoint: hardware.endpoint,
        machineType,
        machineSecrets: secrets.machineSecrets,
        talosVersion: talosVersionOf(hardware),
        kubernetesVersion: hardware.kubernetesVersion,
      },
      { parent },
    ).machineConfiguration;
  const configurations = { "control-plane": configurationOf("controlplane"), worker: configurationOf("worker") };
  const applied: TalosNodeConfiguration[] = [];
  for (const machine of inOrderOfApplication(hardware)) {
    applied.push(
      new TalosNodeConfiguration(
        `${name}-${machine.name}`,
        {
          machine,
          machineConfiguration: configurations[machine.role],
          clientConfiguration: secrets.clientConfiguration,
          documents: documentsOf(machine),
          patches: patchesOf(machine),
          ...(applyMode === undefined ? {} : { applyMode }),
        },
        { parent, dependsOn: applied.length === 0 ? dependsOn : applied.slice(-1), aliases: aliasesOf(name, machine.formerNames) },
      ),
    );
  }
  return applied;
}

function inOrderOfApplication({ machines }: HardwareProfile): HardwareProfile["machines"] {
  return [...machines.filter(({ role }) => role === "control-plane"), ...machines.filter(({ role }) => role === "worker")];
}
