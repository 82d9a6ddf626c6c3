import { join } from "node:path";
import type { ClusterApi } from "../kubernetes-api/cluster-api";
import { standIns } from "../rehearsal/providers";
import { openContaboAccount } from "../rehearsal/providers/contabo/contabo-account";
import type { Faults } from "../rehearsal/providers/faults";
import type { Limits } from "../rehearsal/providers/kubernetes/cluster/object-operations";
import { type KeptObject, kubernetesOnCluster } from "../rehearsal/providers/kubernetes/cluster/kubernetes-on-cluster";
import type { Charts } from "../rehearsal/providers/kubernetes/releases/charts";
import type { RecordedRelease, RenderedObject } from "../rehearsal/providers/kubernetes/releases/releases";
import type { StackConfig } from "../infra/stack/config";
import { program as stackProgram } from "../program";
import { programs, providerPackagesOf } from "../stacks/programs";
import type { StackOutputs } from "./automation";
import { openIsolated, type IsolatedEngine } from "./engine";
import type { PolicyPack } from "./policy-packs";
import { ensureTool } from "../toolchain/ensure-tool";
import type { ProgressStream } from "../toolchain/progress";
import { pulumiCli } from "../toolchain/pulumi-cli";
import type { Environment } from "../toolchain/tool";
import { requiredProviders } from "./providers/requirement";
import { type RehearsalConfiguration, rehearsalConfiguration } from "./rehearsal-configuration";
import type { ResourceProgress } from "./resource-progress";

export interface RehearsalOptions {
  /** Folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly stackName: string;
  /** Default: the stack's own, from its tables. */
  readonly program?: (config: StackConfig) => Promise<StackOutputs>;
  /** npm packages of the providers that the program uses. Default: those of the stack's program with its configuration. */
  readonly providerPackages?: readonly string[];
  /** Default: made up from the stack's settings, and gone when the rehearsal is closed. */
  readonly configuration?: RehearsalConfiguration;
  /** Of the rehearsal's control plane: whatever the program sends to a Kubernetes cluster goes there. */
  readonly api: ClusterApi;
  /** Charts that are at hand. Default: none, so every release is recorded. */
  readonly charts?: Charts;
  /** How long things may take to become ready or to go. */
  readonly limits?: Limits;
  /** Configuration of Berth's policies; without it they do not run. */
  readonly policies?: NonNullable<PolicyPack["configuration"]>;
  readonly environment: Environment;
  /** Where the build of a tool says how far it is. Default: stderr. */
  readonly stream?: ProgressStream;
  readonly faults?: Faults;
  readonly onProgress?: (progress: ResourceProgress) => void;
}

/** A stack on the real engine, with a state that goes with it, and Kubernetes objects that are really there. */
export interface RehearsedStack extends Omit<IsolatedEngine, "close"> {
  readonly close: () => Promise<void>;
  /** One line for each provider, for a report: who stands in for it and what that means. */
  readonly providers: readonly string[];
  /** Objects that no API server has seen, because nothing here defines their kind. */
  readonly keptObjects: () => readonly KeptObject[];
  /** Releases whose charts are not at hand. */
  readonly recordedReleases: () => readonly RecordedRelease[];
  /** What charts that are at hand make; known from the first preview on. */
  readonly renderedObjects: () => readonly RenderedObject[];
}

/** In a rehearsal nothing pulls an image or formats a disk: what is not ready by then will not be. */
export const rehearsalLimits: Limits = { readySeconds: 60, goneSeconds: 60, retryMilliseconds: [250, 500, 1_000, 2_000, 4_000] };

/** Opens a stack for a rehearsal, with made-up settings where its own would be secrets. */
export async function openRehearsal(options: RehearsalOptions): Promise<RehearsedStack> {
  const { projectDirectory, stackName, environment, api, charts, limits = rehearsalLimits, policies, stream } = options;
  const { program = async () => stackProgram() } = options;
  const pulumi = await ensureTool(pulumiCli, environment, stream);
  const configuration = options.configuration ?? rehearsalConfiguration(projectDirectory, stackName);
  const ofStack = programs[stackName];
  const ownPackages = ofStack === undefined ? [] : providerPackagesOf(ofStack, configuration.config);
  const requirements = requiredProviders(projectDirectory, options.providerPackages ?? ownPackages);
  const version = requirements.find(({ name }) => name === "kubernetes")?.version ?? "";
  const kubernetes = kubernetesOnCluster(version, api, { limits, ...(charts === undefined ? {} : { charts }) });
  const remove = options.configuration === undefined ? configuration.remove : (): void => undefined;
  const { faults, onProgress } = options;
  const contabo = await openContaboAccount();
  try {
    const engine = await openIsolated({
      projectDirectory,
      stackName,
      settings: configuration.settings,
      pulumi,
      environment: withoutBackend(environment),
      program: async () => program(configuration.config),
      policyPacks: policies === undefined ? [] : [{ path: join(projectDirectory, "policies"), configuration: policies }],
      providers: requirements.map((requirement) => ({ ...requirement, source: "stand-in", reason: "asked for" })),
      standIns: { ...standIns, kubernetes: () => kubernetes },
      providerEnvironment: contabo.providerEnvironment,
      ...(faults === undefined ? {} : { faults }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return {
      ...engine,
      providers: requirements.map(({ name }) =>
        name === "kubernetes"
          ? kubernetes.description
          : `${name}: stand-in. It checks inputs, makes up outputs and keeps state; there is nothing behind it.`,
      ),
      keptObjects: () => kubernetes.keptObjects(),
      recordedReleases: () => kubernetes.recordedReleases(),
      renderedObjects: () => kubernetes.renderedObjects(),
      close: async () => {
        engine.close();
        remove();
        await contabo.close();
      },
    };
  } catch (error) {
    remove();
    await contabo.close();
    throw error;
  }
}

/** A rehearsal has nothing to do with the user's backend or its secrets. */
function withoutBackend(environment: Environment): Environment {
  const its = ["PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"];
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !its.includes(name)));
}
