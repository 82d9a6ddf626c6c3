import type { Input } from "@pulumi/pulumi";

/** Credentials of the Talos API, each a PEM document in base64. */
export interface ClientConfigurationArgs {
  readonly caCertificate: Input<string>;
  readonly clientCertificate: Input<string>;
  readonly clientKey: Input<string>;
}

export interface CertificateArgs {
  readonly cert: Input<string>;
  readonly key: Input<string>;
}

export interface CertificatesArgs {
  readonly etcd: Input<CertificateArgs>;
  readonly k8s: Input<CertificateArgs>;
  readonly k8sAggregator: Input<CertificateArgs>;
  readonly k8sServiceaccount: Input<{ readonly key: Input<string> }>;
  readonly os: Input<CertificateArgs>;
}

/** The keys and tokens that make a cluster the one that it is. */
export interface MachineSecretsArgs {
  readonly certs: Input<CertificatesArgs>;
  readonly cluster: Input<{ readonly id: Input<string>; readonly secret: Input<string> }>;
  readonly secrets: Input<{
    readonly bootstrapToken: Input<string>;
    readonly secretboxEncryptionSecret: Input<string>;
    readonly aescbcEncryptionSecret?: Input<string>;
  }>;
  readonly trustdinfo: Input<{ readonly token: Input<string> }>;
}

/** How long an operation may take, as Go durations: `10m`. */
export interface TimeoutArgs {
  readonly create?: Input<string>;
  readonly update?: Input<string>;
  readonly delete?: Input<string>;
}

export interface BootstrapTimeoutsArgs {
  readonly create?: Input<string>;
}

/** What happens to a machine when its configuration is no longer managed. A change counts from the next `up` on. */
export interface ConfigurationApplyOnDestroyArgs {
  /** Drain and leave etcd first. Default true. */
  readonly graceful?: Input<boolean>;
  /** Default false. */
  readonly reboot?: Input<boolean>;
  /** Wipe the machine. Default false. */
  readonly reset?: Input<boolean>;
}
