import type { dynamic } from "@pulumi/pulumi";
import { newWireGuardKeys } from "../../../infra/burst/federation/wireguard-keys";

/** Makes a gateway's keys, once; nothing changes them. */
export const gatewayKeysProvider: dynamic.ResourceProvider = {
  diff: async () => Promise.resolve({ changes: false }),
  create: async (properties: Readonly<Record<string, unknown>>) => {
    const keys = newWireGuardKeys();
    return Promise.resolve({ id: keys.publicKey, outs: { ...properties, ...keys } });
  },
};
