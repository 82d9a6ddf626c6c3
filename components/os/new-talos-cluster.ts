import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { machine as talos } from "@pulumiverse/talos";
import { addressOf } from "../../infra/hardware/address";
import type { HardwareProfile } from "../../infra/hardware/machine";
import { clusterAccess, firstControlPlane } from "./cluster-access";
import { configureMachines } from "./configure-machines";
import { patchesOfNew } from "./patches";
import { install } from "./patches/install";
import type { TalosDocuments } from "./talos-documents";
import type { TalosImages } from "./talos-images";
import type { ApplyMode } from "./talos-node-configuration";
import { defaultTalosSettings, type TalosSettings } from "./talos-settings";
import { talosVersionOf } from "./talos-version";

export interface NewTalosClusterArgs {
  readonly hardware: HardwareProfile;
  /** What the machines install and upgrade from. */
  readonly images: TalosImages;
  /** Default: {@link defaultTalosSettings}. */
  readonly settings?: Partial<TalosSettings>;
  /** Documents for every machine beside what Berth sets, as YAML or JSON. Default: none. */
  readonly commonDocuments?: readonly string[];
  /** Documents for one machine each, by its name. Default: none. */
  readonly documents?: TalosDocuments;
  readonly applyMode?: ApplyMode;
}

/**
 * A Talos cluster made from nothing: new secrets, every machine's first configuration, etcd begun on one control plane,
 * and the way into its Kubernetes API. The machines have to wait in Talos' maintenance mode at the addresses of the
 * table: give what creates them as `dependsOn`.
 *
 * The secrets are protected, and a later version of Talos does not replace them: they are the cluster.
 */
export class NewTalosCluster extends pulumi.ComponentResource {
  /** Administrator's kubeconfig. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Administrator's talosconfig. Secret. */
  readonly talosconfig: pulumi.Output<string>;
  /** Provider for everything inside the cluster. It waits until the cluster has begun and every machine is configured. */
  readonly kubernetesProvider: kubernetes.Provider;

  constructor(name: string, args: NewTalosClusterArgs, options?: pulumi.ComponentResourceOptions) {
    const { hardware, images, commonDocuments = [], documents } = args;
    const context = { hardware, settings: { ...defaultTalosSettings, ...args.settings } };
    const [minor] = /^v\d+\.\d+/.exec(talosVersionOf(hardware)) ?? [talosVersionOf(hardware)];
    const controlPlane = firstControlPlane(hardware);
    const patches = new Map(hardware.machines.map((machine) => [machine.name, patchesOfNew.flatMap((kind) => kind(machine, context))]));

    super("berth:os:NewTalosCluster", name, {}, options);
    const secrets = new talos.Secrets(
      `${name}-secrets`,
      { talosVersion: minor },
      { parent: this, protect: true, ignoreChanges: ["talosVersion"] },
    );
    const applied = configureMachines(this, name, {
      hardware,
      secrets,
      // A machine's own documents may hold passwords of registries, keys of disks and the like.
      documentsOf: (machine) => [...commonDocuments, ...(documents?.get(machine.name) ?? []).map((document) => pulumi.secret(document))],
      patchesOf: (machine) => [
        ...(patches.get(machine.name) ?? []),
        images.of(machine.name).installer.apply((image) => install(machine, image)),
      ],
      applyMode: args.applyMode,
      dependsOn: options?.dependsOn ?? [],
    });
    // A cluster begins once. That another control plane is the first of the table later on does not begin another.
    const bootstrap = new talos.Bootstrap(
      `${name}-bootstrap`,
      { clientConfiguration: secrets.clientConfiguration, node: addressOf(controlPlane) },
      { parent: this, dependsOn: [...applied], ignoreChanges: ["node", "endpoint"] },
    );
    const access = clusterAccess(this, name, hardware, secrets, [...applied, bootstrap]);
    this.kubeconfig = access.kubeconfig;
    this.talosconfig = access.talosconfig;
    this.kubernetesProvider = access.kubernetesProvider;
    this.registerOutputs({ kubeconfig: this.kubeconfig, talosconfig: this.talosconfig });
  }
}
