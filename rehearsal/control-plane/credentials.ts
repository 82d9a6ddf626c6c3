import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import {
  type CertificateAndKey,
  type CertificateValidity,
  newAuthority,
  newClientCertificate,
  newServerCertificate,
} from "../../infra/certificates/certificate";

/** First address of the range for services, which the API server's own service has. */
const kubernetesServiceAddress = "10.96.0.1";

/** A certificate and its key on the disk. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** Paths of everything that the parts of a control plane prove themselves and each other with. */
export interface Credentials {
  readonly authority: CertificateFiles;
  readonly serving: CertificateFiles;
  readonly etcdAuthority: CertificateFiles;
  readonly etcdServing: CertificateFiles;
  readonly etcdClient: CertificateFiles;
  /** With which the API server asks API servers that extend it. */
  readonly frontProxyAuthority: CertificateFiles;
  readonly frontProxyClient: CertificateFiles;
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
  /** Writes a kubeconfig with a client certificate of its own. @returns its path. */
  kubeconfigFor(user: string, groups: readonly string[]): string;
}

/** Makes new authorities for one control plane, and everything that they sign. */
export function makeCredentials(folder: string, server: string, now = new Date()): Credentials {
  const validity: CertificateValidity = { from: new Date(now.getTime() - 24 * 60 * 60 * 1000), years: 1 };
  const pki = join(folder, "pki");
  const kubeconfigs = join(folder, "kubeconfigs");
  for (const path of [pki, kubeconfigs]) {
    mkdirSync(path, { mode: 0o700 });
  }
  const write = (name: string, text: string): string => {
    const path = join(pki, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const files = (name: string, { certificate, key }: CertificateAndKey): CertificateFiles => ({
    certificate: write(`${name}.crt`, certificate),
    key: write(`${name}.key`, key),
  });
  const authority = newAuthority("berth-rehearsal", validity);
  // etcd asks for no more than a certificate of its authority: one for all would let every user of the API server in.
  const etcdAuthority = newAuthority("berth-rehearsal-etcd", validity);
  const frontProxyAuthority = newAuthority("berth-rehearsal-front-proxy", validity);
  const loopback = ["127.0.0.1", "localhost"];
  const names = [...loopback, "kubernetes", "kubernetes.default", "kubernetes.default.svc", kubernetesServiceAddress];
  const client = (commonName: string): { commonName: string; organizations: readonly string[] } => ({ commonName, organizations: [] });
  const serviceAccounts = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    authority: files("ca", authority),
    serving: files("kube-apiserver", newServerCertificate(authority, names, validity)),
    etcdAuthority: files("etcd-ca", etcdAuthority),
    etcdServing: files("etcd", newServerCertificate(etcdAuthority, loopback, validity)),
    etcdClient: files("etcd-client", newClientCertificate(etcdAuthority, client("kube-apiserver"), validity)),
    frontProxyAuthority: files("front-proxy-ca", frontProxyAuthority),
    frontProxyClient: files("front-proxy-client", newClientCertificate(frontProxyAuthority, client("front-proxy-client"), validity)),
    serviceAccountKey: write("service-accounts.key", serviceAccounts.privateKey.export({ type: "sec1", format: "pem" }).toString()),
    serviceAccountPublicKey: write("service-accounts.pub", serviceAccounts.publicKey.export({ type: "spki", format: "pem" }).toString()),
    kubeconfigFor: (user, groups) => {
      const identity = newClientCertificate(authority, { commonName: user, organizations: groups }, validity);
      const path = join(kubeconfigs, `${user.replaceAll(/[^A-Za-z0-9.-]+/g, "-")}.yaml`);
      writeFileSync(path, kubeconfig(server, authority.certificate, user, identity), { mode: 0o600 });
      return path;
    },
  };
}

function kubeconfig(server: string, authority: string, user: string, { certificate, key }: CertificateAndKey): string {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "rehearsal",
    contexts: [{ name: "rehearsal", context: { cluster: "rehearsal", user } }],
    clusters: [{ name: "rehearsal", cluster: { server, "certificate-authority-data": base64(authority) } }],
    users: [{ name: user, user: { "client-certificate-data": base64(certificate), "client-key-data": base64(key) } }],
  });
}
