import { generateKeyPairSync } from "node:crypto";
import { type PropertyMap, type PropertyValue, secret } from "../property-value";

const pem = Buffer.from("stand-in, no key").toString("base64");
const certificate: PropertyMap = { cert: pem, key: pem };

/** Real, because its public half is derived from it; made for this process, so that it opens nothing. In Talos' form: base64 of its PEM. */
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const signingKey = Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" })).toString("base64");

/** Shaped like a cluster's secrets, and good for nothing. */
export const machineSecrets: PropertyMap = {
  certs: { etcd: certificate, k8s: certificate, k8sAggregator: certificate, k8sServiceaccount: { key: signingKey }, os: certificate },
  cluster: { id: pem, secret: pem },
  secrets: { bootstrapToken: "standin.standinstandin00", secretboxEncryptionSecret: pem },
  trustdinfo: { token: "standin.standinstandin00" },
};

export const clientConfiguration: PropertyMap = { caCertificate: pem, clientCertificate: pem, clientKey: pem };

/** A kubeconfig that no server answers to: 192.0.2.0/24 is reserved for documentation (RFC 5737). */
export function kubeconfigOutputs(): Readonly<Record<"kubeconfigRaw" | "kubernetesClientConfiguration", PropertyValue>> {
  const host = "https://192.0.2.1:6443";
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "stand-in", cluster: { server: host } }],
    contexts: [{ name: "stand-in", context: { cluster: "stand-in", user: "stand-in" } }],
    "current-context": "stand-in",
    users: [{ name: "stand-in", user: { token: "stand-in" } }],
  };
  return { kubeconfigRaw: secret(JSON.stringify(kubeconfig)), kubernetesClientConfiguration: secret({ host, ...clientConfiguration }) };
}
