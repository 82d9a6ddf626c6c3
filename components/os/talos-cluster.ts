import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cluster, machine as talos } from "@pulumiverse/talos";
import { UserError } from "../../infra/diagnostics/user-error";
import type { HardwareProfile } from "../../infra/hardware/machine";
import type { TalosDocuments } from "./talos-documents";
import { TalosNodeConfiguration, type TalosNodeConfigurationArgs } from "./talos-node-configuration";

export interface TalosClusterArgs {
  readonly hardware: HardwareProfile;
  /**
   * Path of the running cluster's secrets bundle, which is imported. The path is the import's identity: give the same
   * one every time. Without it a preview goes on with placeholders, and an `up` is refused: it would make a new
   * certificate authority, which the running machines do not know.
   */
  readonly secretsFile?: string;
  /** Documents for every machine beside what Berth sets, as YAML or JSON. Default: none. */
  readonly commonDocuments?: readonly string[];
  /**
   * What each running machine has besides: networks, disks, extensions. An `up` sends a machine its whole
   * configuration and takes away what stands in none of these, so without them it is refused.
   */
  readonly documents?: TalosDocuments;
  readonly applyMode?: TalosNodeConfigurationArgs["applyMode"];
}

/** A Talos cluster that exists: its secrets adopted, its machines configured, and the way into its Kubernetes API. */
export class TalosCluster extends pulumi.ComponentResource {
  /** Administrator's kubeconfig. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Provider for everything inside the cluster. It waits until every machine is configured, labels included. */
  readonly kubernetesProvider: kubernetes.Provider;

  constructor(name: string, args: TalosClusterArgs, options?: pulumi.ComponentResourceOptions) {
    const { hardware, secretsFile, commonDocuments = [], documents } = args;
    const talosVersion = talosVersionOf(hardware);
    const controlPlane = firstControlPlane(hardware);
    requireWhatRuns(args);

    super("berth:os:TalosCluster", name, {}, options);
    // The import sets the version that the bundle's format is of. Ignoring it keeps a later change from replacing the
    // resource, and with it every key of the cluster.
    const secrets = new talos.Secrets(
      `${name}-secrets`,
      {},
      { parent: this, protect: true, ignoreChanges: ["talosVersion"], ...(secretsFile === undefined ? {} : { import: secretsFile }) },
    );
    const configurationOf = (machineType: "controlplane" | "worker"): pulumi.Output<string> =>
      talos.getConfigurationOutput(
        {
          clusterName: hardware.clusterName,
          clusterEndpoint: hardware.endpoint,
          machineType,
          machineSecrets: secrets.machineSecrets,
          talosVersion,
          kubernetesVersion: hardware.kubernetesVersion,
        },
        { parent: this },
      ).machineConfiguration;
    const configurations = { "control-plane": configurationOf("controlplane"), worker: configurationOf("worker") };

    // One machine after the other, control planes first: a mistake is met on one machine, not on all at once.
    const applied: TalosNodeConfiguration[] = [];
    for (const machine of inOrderOfApplication(hardware)) {
      applied.push(
        new TalosNodeConfiguration(
          `${name}-${machine.name}`,
          {
            machine,
            clusterEndpoint: hardware.endpoint,
            machineConfiguration: configurations[machine.role],
            clientConfiguration: secrets.clientConfiguration,
            documents: [...commonDocuments, ...(documents?.get(machine.name) ?? [])],
            ...(args.applyMode === undefined ? {} : { applyMode: args.applyMode }),
          },
          { parent: this, dependsOn: applied.slice(-1) },
        ),
      );
    }

    const kubeconfig = new cluster.Kubeconfig(
      `${name}-kubeconfig`,
      { clientConfiguration: secrets.clientConfiguration, node: controlPlane.address },
      { parent: this, dependsOn: applied },
    );
    this.kubeconfig = pulumi.secret(kubeconfig.kubeconfigRaw);
    // A fixed identifier keeps a renewed certificate from looking like another cluster, and an unreachable cluster from
    // looking like one whose objects are gone.
    this.kubernetesProvider = new kubernetes.Provider(
      `${name}-kubernetes`,
      { kubeconfig: this.kubeconfig, clusterIdentifier: hardware.clusterName, deleteUnreachable: false },
      { parent: this },
    );
    this.registerOutputs({ kubeconfig: this.kubeconfig });
  }
}

function talosVersionOf({ operatingSystem }: HardwareProfile): string {
  if (operatingSystem.kind !== "talos") {
    throw new UserError("the machines do not run Talos", [
      {
        path: "hardware.cluster.operatingSystem.kind",
        value: operatingSystem.kind,
        message: "is not talos",
        fix: 'use kind: "talos", or another component',
      },
    ]);
  }
  return operatingSystem.version;
}

function firstControlPlane({ machines }: HardwareProfile): HardwareProfile["machines"][number] {
  const found = machines.find(({ role }) => role === "control-plane");
  if (found === undefined) {
    throw new UserError("the cluster has no control plane", [
      { path: "hardware.machines", message: "has no machine whose role is control-plane", fix: 'give one machine role: "control-plane"' },
    ]);
  }
  return found;
}

function inOrderOfApplication({ machines }: HardwareProfile): HardwareProfile["machines"] {
  return [...machines.filter(({ role }) => role === "control-plane"), ...machines.filter(({ role }) => role === "worker")];
}

/** A preview does without what only the running cluster can tell; an `up` must not. */
function requireWhatRuns({ secretsFile, documents }: TalosClusterArgs): void {
  const missing = [
    ...(secretsFile === undefined
      ? [
          {
            path: "berth:talosSecretsFile",
            message: "is not set, and without it Talos would generate a new certificate authority that no running machine trusts",
            fix: "extract the bundle once (talosctl gen secrets --from-controlplane-config controlplane.yaml -o secrets.yaml) and run: pulumi config set berth:talosSecretsFile secrets.yaml",
          },
        ]
      : []),
    ...(documents === undefined
      ? [
          {
            path: "berth:talosDocuments",
            message:
              "is not set, and an up sends each machine its whole configuration: disks, networks and extensions that stand nowhere would be taken away",
            fix: "write what the machines have beside Talos' defaults (talosctl get machineconfig -o yaml) into a folder and run: pulumi config set berth:talosDocuments <folder>; an empty folder says that there is nothing",
          },
        ]
      : []),
  ];
  if (missing.length === 0) {
    return;
  }
  if (!pulumi.runtime.isDryRun()) {
    throw new UserError("what the running cluster has is missing", missing);
  }
  const settings = missing.map(({ path }) => path).join(" and ");
  void pulumi.log.info(`not set: ${settings}. This preview uses placeholders; an up needs ${missing.length === 1 ? "it" : "both"}`);
}
