import type * as pulumi from "@pulumi/pulumi";
import { machine as talos } from "@pulumiverse/talos";
import type { BurstPool } from "../../infra/burst/burst-pool";
import type { HardwareProfile } from "../../infra/hardware/machine";
import { requireGpuDrivers } from "../os/gpu-drivers";
import { burstNodeDocuments } from "../os/patches/burst-node";
import { defaultTalosSettings, type TalosSettings } from "../os/talos-settings";
import { talosVersionOf } from "../os/talos-version";

export interface BurstNodeConfigurationArgs {
  readonly hardware: HardwareProfile;
  readonly pool: BurstPool;
  readonly machineSecrets: talos.Secrets["machineSecrets"];
  /** Documents that every machine of the cluster has. Default: none. */
  readonly commonDocuments?: readonly string[];
  readonly settings?: Partial<TalosSettings>;
}

/**
 * The whole Talos configuration of a rented node, from the same parts as that of a machine at home. Pods with a card get
 * NVIDIA's runtime without saying so: a pool of one sort has nothing to tell apart. Secret.
 *
 * @throws UserError when the image lacks the drivers of the cards.
 */
export function burstNodeConfiguration(args: BurstNodeConfigurationArgs, options: pulumi.InvokeOutputOptions): pulumi.Output<string> {
  const { hardware, pool, machineSecrets, commonDocuments = [] } = args;
  const [machine] = pool.machines;
  if (machine === undefined) {
    throw new Error("a pool without instance types has been read");
  }
  requireGpuDrivers(pool.machines);
  const settings: TalosSettings = { ...defaultTalosSettings, nvidiaDefaultRuntime: "nvidia", ...args.settings };
  return talos.getConfigurationOutput(
    {
      clusterName: hardware.clusterName,
      clusterEndpoint: hardware.endpoint,
      machineType: "worker",
      machineSecrets,
      talosVersion: talosVersionOf(hardware),
      kubernetesVersion: hardware.kubernetesVersion,
      configPatches: [
        ...commonDocuments,
        ...burstNodeDocuments(machine, { hardware, settings }).map((document) => JSON.stringify(document)),
      ],
      docs: false,
      examples: false,
    },
    options,
  ).machineConfiguration;
}
