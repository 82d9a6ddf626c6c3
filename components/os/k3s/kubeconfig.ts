import { stringify } from "yaml";

export interface KubeconfigArgs {
  readonly clusterName: string;
  /** URL of the API server. */
  readonly server: string;
  readonly serverCaCertificate: string;
  readonly user: string;
  readonly certificate: string;
  readonly key: string;
}

/** The way into a cluster for who has the key. Secret. */
export function kubeconfigOf({ clusterName, server, serverCaCertificate, user, certificate, key }: KubeconfigArgs): string {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: clusterName, cluster: { server, "certificate-authority-data": base64(serverCaCertificate) } }],
    users: [{ name: user, user: { "client-certificate-data": base64(certificate), "client-key-data": base64(key) } }],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user } }],
    "current-context": clusterName,
  });
}
