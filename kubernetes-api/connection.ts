/** How to reach an API server, and as whom. Holds credentials: never print one. */
export interface Connection {
  /** Without a trailing slash. */
  readonly server: string;
  /** What the kubeconfig calls the cluster. */
  readonly clusterName: string;
  readonly contextName: string;
  /** Certificates to trust, as PEM. Undefined: those that the system trusts. */
  readonly certificateAuthority: Buffer | undefined;
  readonly clientCertificate: Buffer | undefined;
  readonly clientKey: Buffer | undefined;
  readonly token: string | undefined;
  /** The name that the server's certificate is checked for, where it is not the URL's. */
  readonly serverName: string | undefined;
  /** The kubeconfig says not to check the server's certificate. */
  readonly insecure: boolean;
}
