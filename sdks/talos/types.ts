import type { Input } from "@pulumi/pulumi";

/** Credentials of the Talos API, each a PEM document in base64. */
export interface ClientConfiguration {
  readonly caCertificate: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

export interface ClientConfigurationArgs {
  readonly caCertificate: Input<string>;
  readonly clientCertificate: Input<string>;
  readonly clientKey: Input<string>;
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** The keys and tokens that make a cluster the one that it is. */
export interface MachineSecrets {
  readonly certs: {
    readonly etcd: Certificate;
    readonly k8s: Certificate;
    readonly k8sAggregator: Certificate;
    readonly k8sServiceaccount: { readonly key: string };
    readonly os: Certificate;
  };
  readonly cluster: { readonly id: string; readonly secret: string };
  readonly secrets: {
    readonly bootstrapToken: string;
    readonly secretboxEncryptionSecret: string;
    readonly aescbcEncryptionSecret?: string;
  };
  readonly trustdinfo: { readonly token: string };
}

/** Credentials of the Kubernetes API, each a PEM document in base64. */
export interface KubernetesClientConfiguration {
  readonly host: string;
  readonly caCertificate: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

/** How long an operation may take, as Go durations: `10m`. */
export interface Timeouts {
  readonly create?: Input<string>;
  readonly update?: Input<string>;
  readonly delete?: Input<string>;
}

/** What happens to a machine when its configuration is no longer managed. */
export interface OnDestroy {
  /** Drain and leave etcd first. Default true. */
  readonly graceful?: Input<boolean>;
  /** Default false. */
  readonly reboot?: Input<boolean>;
  /** Wipe the machine. Default false. */
  readonly reset?: Input<boolean>;
}

/** How a change of configuration takes effect. Default `auto`, which reboots when the change needs it. */
export type ApplyMode = "auto" | "reboot" | "no_reboot" | "staged" | "staged_if_needing_reboot";

export type MachineType = "controlplane" | "worker";
