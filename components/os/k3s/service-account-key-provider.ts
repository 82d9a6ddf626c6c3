import { generateKeyPairSync } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";

export const serviceAccountKeyProvider: dynamic.ResourceProvider = {
  diff: async () => Promise.resolve({ changes: false }),
  create: async (properties: Readonly<Record<string, unknown>>) =>
    Promise.resolve({ id: "service-account-key", outs: { ...properties, key: newServiceAccountKey() } }),
};

/** A key, as PEM in the form that Kubernetes writes itself. */
export function newServiceAccountKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "sec1", format: "pem" }).toString();
}
