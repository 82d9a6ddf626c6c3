import { stringify } from "yaml";

export interface KubeconfigArgs {
  readonly clusterName: string;
  /** URL of the API server. */
  readonly server: string;
  readonly serverCaCertificate: string;
  readonly adminCertificate: string;
  readonly adminKey: string;
}

/** An administrator's kubeconfig. Secret. */
export function kubeconfigOf({ clusterName, server, serverCaCertificate, adminCertificate, adminKey }: KubeconfigArgs): string {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: clusterName, cluster: { server, "certificate-authority-data": base64(serverCaCertificate) } }],
    users: [{ name: "berth", user: { "client-certificate-data": base64(adminCertificate), "client-key-data": base64(adminKey) } }],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user: "berth" } }],
    "current-context": clusterName,
  });
}
