import { generateKeyPairSync } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";

/** Makes a key, in the form that Kubernetes writes itself. */
export const serviceAccountKeyProvider: dynamic.ResourceProvider = {
  diff: async () => Promise.resolve({ changes: false }),
  create: async (properties: Readonly<Record<string, unknown>>) => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    return Promise.resolve({
      id: "service-account-key",
      outs: { ...properties, key: privateKey.export({ type: "sec1", format: "pem" }).toString() },
    });
  },
};
