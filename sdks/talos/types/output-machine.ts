/** Credentials of the Talos API, each a PEM document in base64. */
export interface ClientConfiguration {
  readonly caCertificate: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
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

export interface Timeout {
  readonly create?: string;
  readonly update?: string;
  readonly delete?: string;
}

export interface BootstrapTimeouts {
  readonly create?: string;
}

export interface ConfigurationApplyOnDestroy {
  readonly graceful?: boolean;
  readonly reboot?: boolean;
  readonly reset?: boolean;
}

/** A disk that a machine reports. */
export interface GetDisksDisk {
  readonly busPath: string;
  readonly cdrom: boolean;
  readonly devPath: string;
  readonly ioSize: number;
  readonly modalias: string;
  readonly model: string;
  readonly prettySize: string;
  readonly readonly: boolean;
  readonly rotational: boolean;
  readonly secondaryDisks: string[];
  readonly sectorSize: number;
  readonly serial: string;
  readonly size: number;
  readonly subSystem: string;
  readonly symlinks: string[];
  readonly transport: string;
  readonly uuid: string;
  readonly wwid: string;
}
