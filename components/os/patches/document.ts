import type { HardwareProfile, Machine } from "../../../infra/hardware/machine";
import type { Taint } from "../../../infra/hardware/schema";
import type { TalosSettings } from "../talos-settings";

/** Takes away what an earlier part of the configuration set. */
export interface Deletion {
  readonly $patch: "delete";
}

/** A taint that the kubelet gives its node when it registers. */
export interface RegisteredTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: Taint["effect"];
}

/**
 * The fields of Talos' machine configuration that Berth sets. All of a map's values are text, as Talos wants them.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/reference/configuration/v1alpha1/config
 */
export interface MachineConfiguration {
  readonly machine?: {
    readonly nodeLabels?: Readonly<Record<string, string | Deletion>>;
    readonly nodeTaints?: Readonly<Record<string, string>>;
    readonly install?: { readonly disk: string; readonly image: string; readonly wipe: boolean };
    readonly kernel?: { readonly modules: readonly { readonly name: string }[] };
    readonly sysctls?: Readonly<Record<string, string>>;
    readonly files?: readonly { readonly path: string; readonly op: "create"; readonly content: string }[];
    readonly features?: {
      readonly kubePrism?: { readonly enabled: boolean; readonly port: number };
      readonly kubernetesTalosAPIAccess?: {
        readonly enabled: boolean;
        readonly allowedRoles: readonly string[];
        readonly allowedKubernetesNamespaces: readonly string[];
      };
    };
    readonly network?: { readonly kubespan: { readonly enabled: boolean; readonly allowDownPeerBypass: boolean } };
    readonly kubelet?: {
      readonly extraArgs?: Readonly<Record<string, string>>;
      readonly extraConfig?: {
        readonly registerWithTaints?: readonly RegisteredTaint[];
        readonly systemReserved?: Readonly<Record<"cpu" | "memory" | "pid" | "ephemeral-storage", string>>;
        readonly maxPods?: number;
      };
      readonly nodeIP?: { readonly validSubnets: readonly string[] };
    };
  };
  readonly cluster?: {
    readonly allowSchedulingOnControlPlanes?: boolean;
    readonly apiServer?: { readonly certSANs?: readonly string[]; readonly extraArgs?: Readonly<Record<string, string>> };
    readonly discovery?: { readonly enabled: boolean };
    readonly network?: {
      readonly podSubnets?: readonly string[];
      readonly serviceSubnets?: readonly string[];
      readonly cni?: { readonly name: "none" };
    };
    readonly proxy?: { readonly disabled: boolean };
  };
}

interface Document<Kind extends string> {
  readonly apiVersion: "v1alpha1";
  readonly kind: Kind;
}

/** Talos 1.12 generates `auto: stable`, under which the node's name would be made up; `off` has to be text. */
export interface HostnameDocument extends Document<"HostnameConfig"> {
  readonly hostname: string;
  readonly auto: "off";
}

/** Gives the one link that the expression (CEL) matches a name of our own. */
export interface LinkAliasDocument extends Document<"LinkAliasConfig"> {
  readonly name: string;
  readonly selector: { readonly match: string };
}

export interface LinkDocument extends Document<"LinkConfig"> {
  readonly name: string;
  readonly up: boolean;
  readonly addresses: readonly { readonly address: string }[];
  readonly routes?: readonly { readonly gateway: string }[];
}

export interface ResolverDocument extends Document<"ResolverConfig"> {
  readonly nameservers: readonly { readonly address: string }[];
}

export interface TimeSyncDocument extends Document<"TimeSyncConfig"> {
  readonly ntp: { readonly servers: readonly string[] };
}

/** An address that the control planes share. Its name is the address. */
export interface VirtualAddressDocument extends Document<"Layer2VIPConfig"> {
  readonly name: string;
  readonly link: string;
}

/** One document of a strategic-merge patch. */
export type TalosDocument =
  MachineConfiguration | HostnameDocument | LinkAliasDocument | LinkDocument | ResolverDocument | TimeSyncDocument | VirtualAddressDocument;

/** What a patch follows from, beside the machine itself. */
export interface PatchContext {
  readonly hardware: HardwareProfile;
  readonly settings: TalosSettings;
}

/**
 * One concern of a machine's configuration.
 *
 * @throws UserError for what Talos or Kubernetes would refuse, with all that is wrong.
 */
export type PatchKind = (machine: Machine, context: PatchContext) => readonly TalosDocument[];
