import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { machine as talos } from "@pulumiverse/talos";
import { UserError } from "../../infra/diagnostics/user-error";
import type { HardwareProfile } from "../../infra/hardware/machine";
import { clusterAccess, firstControlPlane } from "./cluster-access";
import { configureMachines } from "./configure-machines";
import { patchesOfAdopted } from "./patches";
import { containerd, containerdFile } from "./patches/containerd";
import type { TalosDocuments } from "./talos-documents";
import type { ApplyMode } from "./talos-node-configuration";
import { defaultTalosSettings, type TalosSettings } from "./talos-settings";
import { talosVersionOf } from "./talos-version";

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
  /** Documents for every control plane beside what Berth sets, as YAML or JSON. Default: none. */
  readonly controlPlaneDocuments?: readonly string[];
  /**
   * What each running machine has besides: networks, disks, extensions. An `up` sends a machine its whole
   * configuration and takes away what stands in none of these, so without them it is refused.
   */
  readonly documents?: TalosDocuments;
  /**
   * What containerd does differently on the running machines. How their network was set up is theirs. Default: nothing.
   */
  readonly settings?: Partial<Pick<TalosSettings, "spegel" | "nvidiaDefaultRuntime">>;
  readonly applyMode?: ApplyMode;
}

/** A Talos cluster that exists: its secrets adopted, its machines configured, and the way into its Kubernetes API. */
export class TalosCluster extends pulumi.ComponentResource {
  /** Administrator's kubeconfig. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Administrator's talosconfig. Secret. */
  readonly talosconfig: pulumi.Output<string>;
  /** Provider for everything inside the cluster. It waits until every machine is configured, labels included. */
  readonly kubernetesProvider: kubernetes.Provider;
  /** The keys and tokens of the cluster, from which the configuration of further machines is made. Secret. */
  readonly machineSecrets: talos.Secrets["machineSecrets"];

  constructor(name: string, args: TalosClusterArgs, options?: pulumi.ComponentResourceOptions) {
    const { hardware, secretsFile, commonDocuments = [], controlPlaneDocuments = [], documents } = args;
    const context = { hardware, settings: { ...defaultTalosSettings, ...args.settings } };
    talosVersionOf(hardware);
    firstControlPlane(hardware);
    requireWhatRuns(args);
    const patches = new Map(hardware.machines.map((machine) => [machine.name, patchesOfAdopted.flatMap((kind) => kind(machine, context))]));
    if (hardware.machines.some((machine) => containerd(machine, context).length > 0)) {
      requireOneContainerdFile(args);
    }

    super("berth:os:TalosCluster", name, {}, options);
    // The import sets the version that the bundle's format is of. Ignoring it keeps a later change from replacing the
    // resource, and with it every key of the cluster.
    const secrets = new talos.Secrets(
      `${name}-secrets`,
      {},
      { parent: this, protect: true, ignoreChanges: ["talosVersion"], ...(secretsFile === undefined ? {} : { import: secretsFile }) },
    );
    this.machineSecrets = secrets.machineSecrets;
    const applied = configureMachines(this, name, {
      hardware,
      secrets,
      // A machine's own documents may hold passwords of registries, keys of disks and the like.
      documentsOf: (machine) => [
        ...commonDocuments,
        ...(machine.role === "control-plane" ? controlPlaneDocuments : []),
        ...(documents?.get(machine.name) ?? []).map((document) => pulumi.secret(document)),
      ],
      patchesOf: (machine) => patches.get(machine.name) ?? [],
      applyMode: args.applyMode,
      dependsOn: [],
    });
    const access = clusterAccess(this, name, hardware, secrets, [...applied]);
    this.kubeconfig = access.kubeconfig;
    this.talosconfig = access.talosconfig;
    this.kubernetesProvider = access.kubernetesProvider;
    this.registerOutputs({ kubeconfig: this.kubeconfig, talosconfig: this.talosconfig });
  }
}

/** Talos appends lists to lists: with a file of theirs and one of ours, containerd would not start. */
function requireOneContainerdFile({ commonDocuments = [], documents = new Map() }: TalosClusterArgs): void {
  const theirs = [
    ...commonDocuments.map((text) => ({ path: "commonDocuments", text })),
    ...[...documents].flatMap(([machine, texts]) => texts.map((text) => ({ path: `berth:talosDocuments for ${machine}`, text }))),
  ];
  const findings = theirs
    .filter(({ text }) => text.includes(containerdFile))
    .map(({ path }) => ({
      path,
      value: containerdFile,
      message: "is a file that Berth writes with these settings, and it may be written once",
      fix: "remove it there, or leave the settings out and write the whole file there",
    }));
  if (findings.length > 0) {
    throw new UserError("containerd's configuration is written twice", findings);
  }
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
