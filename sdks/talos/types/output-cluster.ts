/** Credentials of the Kubernetes API, each a PEM document in base64. */
export interface KubeconfigKubernetesClientConfiguration {
  readonly host: string;
  readonly caCertificate: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

export interface KubeconfigTimeouts {
  readonly create?: string;
  readonly update?: string;
}
