import { randomBytes } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import { newAuthority, newClientCertificate } from "../../../infra/certificates/certificate";
import type { IdentityOutput } from "./identity";

/** As long as the authorities that K3s makes itself. */
const validYears = 10;

/** Makes a cluster's secrets, once. A change of the cluster's name changes none of them. */
export const identityProvider: dynamic.ResourceProvider = {
  diff: async () => Promise.resolve({ changes: false }),
  create: async (properties: Readonly<Record<string, unknown>>) => {
    const clusterName = String(properties["clusterName"]);
    return Promise.resolve({
      id: `${clusterName}-${randomBytes(4).toString("hex")}`,
      outs: { ...properties, ...newIdentity(clusterName, new Date()) },
    });
  },
};

/** @param now Begin of the certificates' validity, set back by a day for clocks that are late. */
export function newIdentity(clusterName: string, now: Date): Readonly<Record<IdentityOutput, string>> {
  const validity = { from: new Date(now.getTime() - 24 * 60 * 60 * 1000), years: validYears };
  const serverCa = newAuthority(`${clusterName}-server-ca`, validity);
  const clientCa = newAuthority(`${clusterName}-client-ca`, validity);
  const admin = newClientCertificate(clientCa, { commonName: "berth", organizations: ["system:masters"] }, validity);
  return {
    serverToken: randomBytes(32).toString("hex"),
    agentToken: randomBytes(32).toString("hex"),
    serverCaCertificate: serverCa.certificate,
    serverCaKey: serverCa.key,
    clientCaCertificate: clientCa.certificate,
    clientCaKey: clientCa.key,
    adminCertificate: admin.certificate,
    adminKey: admin.key,
  };
}
